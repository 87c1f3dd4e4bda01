using BasedAI.Cerberus;

namespace BasedAI.Grains;

/// <summary>A plan that was read and checked, with its executor and the operands it has encoded.</summary>
internal sealed class LoadedPlan(ExecutionPlan plan) : IDisposable
{
    public ExecutionPlan Plan { get; } = plan;

    public PlanExecutor Executor { get; } = new(plan);

    /// <summary>The memory it holds: the bytes, each operand's integers, and each as a plaintext of its level, 8 bytes a residue.</summary>
    public long EstimatedBytes => Plan.SizeInBytes + Plan.Operands.Sum(operand => LimbBytes * (operand.Level + 2));

    /// <summary>The memory of one user's evaluation keys: two polynomials over Q·P for each digit of each key.</summary>
    public long EstimatedKeyBytes
        => Plan.RequiredKeys.Galois.Sum(key => KeyBytes(key.Level)) + (Plan.RequiredKeys.RelinearizationLevel is { } level ? KeyBytes(level) : 0);

    private long LimbBytes => (long)Plan.CheckedParameters.N * sizeof(double);

    private long KeyBytes(int level)
        => 2 * Plan.CheckedParameters.GetDigitCount(level) * (level + 1 + Plan.CheckedParameters.Alpha) * LimbBytes;

    public void Dispose() => Executor.Dispose();
}
