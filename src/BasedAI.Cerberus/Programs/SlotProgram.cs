using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>
/// A circuit over vectors of slots: sums, products and rotations in single assignment, without levels, scales, relinearisation or rescaling. Those are placed when the
/// program is run through an algebra (<see cref="ProgramRun{T}"/>), as a <see cref="CircuitSchedule"/> says. Every step is used.
/// </summary>
public sealed class SlotProgram
{
    internal SlotProgram(int slotCount, ImmutableArray<SlotPort> ports, ImmutableArray<SlotInstruction> instructions, ImmutableArray<ProgramSegment> segments)
    {
        (SlotCount, Ports, Instructions, Segments) = (slotCount, ports, instructions, segments);
        Heights = ProgramHeights.Of(instructions);
    }

    /// <summary>Slots of a ciphertext: N/2.</summary>
    public int SlotCount { get; }

    /// <summary>What the client sends.</summary>
    public ImmutableArray<SlotPort> Ports { get; }

    /// <summary>The steps; the last is the output.</summary>
    public ImmutableArray<SlotInstruction> Instructions { get; }

    /// <summary>Where the parts with a name begin.</summary>
    public ImmutableArray<ProgramSegment> Segments { get; }

    /// <summary>Products between each step's result and the output, on the longest path: the lowest level the result can have.</summary>
    public ImmutableArray<int> Heights { get; }

    /// <summary>Levels a fresh ciphertext needs.</summary>
    public int Depth => Heights.Max();
}

/// <summary>A named part of a program, for people.</summary>
/// <param name="Name">For example "scores".</param>
/// <param name="Start">Its first step.</param>
public sealed record ProgramSegment(string Name, int Start);
