using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>What an executor does at once: an instruction, a run of hoisted rotations, or a sum with its products.</summary>
/// <param name="Instruction">The instruction, or the first rotation.</param>
/// <param name="Count">Registers it writes: more than one for hoisted rotations.</param>
/// <param name="Sum">If it is a sum with its products.</param>
/// <param name="Target">Register, read here for the last time, whose ciphertext becomes the result; −1 if the result is a new one.</param>
/// <param name="Released">Registers read here for the last time, without inputs and <paramref name="Target"/>.</param>
internal sealed record ScheduledStep(int Instruction, int Count, ProductSum? Sum, int Target, ImmutableArray<int> Released);
