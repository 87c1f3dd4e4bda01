using BasedAI.Cerberus;

namespace BasedAI.Grains;

/// <summary>A plan that was read and checked, with its executor and the operands it has encoded.</summary>
internal sealed class LoadedPlan(ExecutionPlan plan) : IDisposable
{
    public ExecutionPlan Plan { get; } = plan;

    public PlanExecutor Executor { get; } = new(plan);

    /// <summary>Upper estimate of the memory it holds: the plan, and each operand as a plaintext of all limbs, 8 bytes a residue.</summary>
    public long EstimatedBytes
    {
        get
        {
            var parameters = Plan.CheckedParameters;
            return Plan.SizeInBytes + ((long)Plan.Operands.Length * parameters.N * (parameters.MaxLevel + 1) * sizeof(double));
        }
    }

    public void Dispose() => Executor.Dispose();
}
