using System.Collections.Immutable;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>A plan in figures: what travels, what is counted at each level, what it should cost. Computed from the plan; nothing is encoded or run.</summary>
public sealed class PlanSummary
{
    private PlanSummary(ExecutionPlan plan, CostTable costs)
    {
        CkksParameters parameters = plan.CheckedParameters;
        Inputs = [.. plan.Inputs.Select(port => new PortBytes(port, WireSizes.OfFreshBundle(parameters, [port.Level])))];
        Output = new PortBytes(plan.Output, WireSizes.OfComputedBundle(parameters, plan.Output.Level));
        GaloisKeys = [.. plan.RequiredKeys.Galois
            .GroupBy(static key => key.Level)
            .OrderByDescending(static group => group.Key)
            .Select(group => new KeysAtLevel(group.Key, group.Count(), WireSizes.OfKeys(parameters, new EvaluationKeyRequest(null, [.. group]))))];
        RelinearizationKeyBytes = plan.RequiredKeys.RelinearizationLevel is { } level ? WireSizes.OfKeys(parameters, new EvaluationKeyRequest(level, [])) : 0;
        Counts = [.. plan.Instructions
            .GroupBy(instruction => (instruction.Opcode, plan.Shapes[instruction.Left].Level))
            .OrderByDescending(static group => group.Key.Level).ThenBy(static group => group.Key.Opcode)
            .Select(static group => new InstructionCount(group.Key.Opcode, group.Key.Level, group.Count()))];
        using var executor = new PlanExecutor(plan, new PlanExecutorOptions { MaxOperandBytes = long.MaxValue, MaxBytes = long.MaxValue });
        Memory = executor.PredictedMemory;
        var times = new TimeAlgebra(parameters, costs);
        CiphertextShape[] inputs = [.. plan.Inputs.Select(port => times.Input(port.Level, port.Scale))];
        PlanReplay.Run(plan.Instructions, inputs, plan.Operands, times);
        EstimatedMilliseconds = times.Milliseconds;
    }

    /// <summary>What a user sends for one input, seeded, each ciphertext for itself.</summary>
    public ImmutableArray<PortBytes> Inputs { get; }

    /// <summary>What comes back.</summary>
    public PortBytes Output { get; }

    /// <summary>Rotation and conjugation keys by the level they reach, the highest first.</summary>
    public ImmutableArray<KeysAtLevel> GaloisKeys { get; }

    /// <summary>Bytes of the relinearisation key; 0 if none is needed.</summary>
    public long RelinearizationKeyBytes { get; }

    /// <summary>Instructions by the level of their left operand, the highest first, and by kind.</summary>
    public ImmutableArray<InstructionCount> Counts { get; }

    /// <summary>What one run takes in memory if all encoded operands are kept, keys apart.</summary>
    public PlanMemoryEstimate Memory { get; }

    /// <summary>Time on one thread by a table of measured times. Another machine has another.</summary>
    public double EstimatedMilliseconds { get; }

    /// <summary>Bytes of all keys a user sends, once, seeded.</summary>
    public long KeyBytes => RelinearizationKeyBytes + GaloisKeys.Sum(static keys => keys.Bytes);

    /// <summary>Bytes a user sends for each input.</summary>
    public long InputBytes => Inputs.Sum(static input => input.Bytes);

    /// <summary>The figures of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="costs">Measured times; the shipped ones if null.</param>
    public static PlanSummary Of(ExecutionPlan plan, CostTable? costs = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new PlanSummary(plan, costs ?? CostTable.Default);
    }

    /// <summary>A port and the bytes of its ciphertext.</summary>
    public sealed record PortBytes(PlanPort Port, long Bytes);

    /// <summary>Keys that reach the same level.</summary>
    public sealed record KeysAtLevel(int Level, int Count, long Bytes);

    /// <summary>How often a verb is used at a level.</summary>
    public sealed record InstructionCount(PlanOpcode Opcode, int Level, int Count);
}
