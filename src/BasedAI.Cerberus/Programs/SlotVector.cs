using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>Plaintext numbers a program multiplies by or adds. Compared by reference: the same vector at the same level is encoded once.</summary>
public sealed class SlotVector
{
    private SlotVector(string name, ImmutableArray<double> values, int slotCount) => (Name, Values, SlotCount) = (name, values, slotCount);

    /// <summary>Name for people, at most 128 characters.</summary>
    public string Name { get; }

    /// <summary>The numbers; they repeat until there are <see cref="SlotCount"/>.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>Slots.</summary>
    public int SlotCount { get; }

    /// <summary>Whether every number is zero.</summary>
    public bool IsZero => Values.All(static value => value == 0);

    /// <summary>Keeps the shortest period, a power of two: such a vector has few integers once encoded.</summary>
    public static SlotVector Create(string name, double[] slots)
    {
        ArgumentNullException.ThrowIfNull(slots);
        int period = slots.Length;
        while (period > 1 && slots.AsSpan(0, period / 2).SequenceEqual(slots.AsSpan(period / 2, period / 2))) period /= 2;
        return new SlotVector(name, [.. slots.AsSpan(0, period)], slots.Length);
    }
}
