using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>Runs a plan on numbers: the oracle an encrypted run is compared with. Thread-safe.</summary>
public sealed class CleartextExecutor
{
    private readonly ExecutionPlan _plan;

    /// <summary>For one plan.</summary>
    public CleartextExecutor(ExecutionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
    }

    /// <summary>The output's N/2 slots.</summary>
    /// <param name="inputs">One array of N/2 slots per input port, in order.</param>
    /// <exception cref="ArgumentException">The number of inputs or of slots is wrong.</exception>
    public double[] Run(double[][] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int slots = _plan.CheckedParameters.MaxSlots;
        if (inputs.Length != _plan.Inputs.Length || inputs.Any(input => input.Length != slots))
        {
            throw new ArgumentException(
                $"The plan takes {_plan.Inputs.Length} inputs of {slots} slots "
                + $"({string.Join(", ", _plan.Inputs.Select(static port => port.Name))}); "
                + $"given: {string.Join(", ", inputs.Select(static input => input.Length))}.",
                nameof(inputs));
        }
        return PlanReplay.Run(_plan.Instructions, inputs, _plan.Operands, new CleartextAlgebra());
    }
}
