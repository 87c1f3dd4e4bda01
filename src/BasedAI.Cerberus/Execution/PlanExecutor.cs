using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// Runs a plan on ciphertexts. The same keys and inputs give the same output to the last bit, in any run on any machine.
/// Thread-safe: one executor serves many runs at once and shares the encoded operands between them. Dispose it when no run is left.
/// </summary>
public sealed class PlanExecutor : IDisposable
{
    private readonly ExecutionPlan _plan;
    private readonly EncodedOperands _operands;

    /// <summary>For one plan.</summary>
    public PlanExecutor(ExecutionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _operands = new EncodedOperands(plan.CheckedParameters);
    }

    /// <summary>Instructions in one run: what <see cref="PlanProgress.StepCount"/> will say.</summary>
    public int StepCount => _plan.Instructions.Length;

    /// <summary>Runs the plan once. Keys and inputs stay the caller's; the outputs become the caller's, to be disposed.</summary>
    /// <param name="keys">Must hold every key of <see cref="ExecutionPlan.RequiredKeys"/>.</param>
    /// <param name="inputs">One ciphertext per input port, in order, each at its port's level and scale.</param>
    /// <param name="progress">Told after every instruction, on the calling thread.</param>
    /// <param name="cancellationToken">Looked at before every instruction.</param>
    /// <returns>One ciphertext: the output port.</returns>
    /// <exception cref="FheOperandException">An input does not fit its port.</exception>
    /// <exception cref="MissingEvaluationKeyException">A required key is missing or stops at too low a level.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left behind.</exception>
    public IReadOnlyList<Ciphertext> Run(
        IEvaluationKeySet keys,
        IReadOnlyList<Ciphertext> inputs,
        IProgress<PlanProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(inputs);
        PlanPreconditions.RequireInputs(_plan, inputs);
        PlanPreconditions.RequireKeys(_plan, keys);

        var evaluator = new CkksEvaluator(_plan.CheckedParameters, keys);
        using var algebra = new CiphertextAlgebra(evaluator, _operands, cancellationToken);
        Ciphertext output = PlanReplay.Run(
            _plan.Instructions,
            inputs,
            _plan.Operands,
            algebra,
            step => progress?.Report(new PlanProgress(step, StepCount)));
        return [algebra.Detach(output)];
    }

    /// <summary>
    /// Runs the plan once on stand-ins that hold nothing, so that the first user meets compiled code and encoded operands. Costs one run.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public void Rehearse(CancellationToken cancellationToken = default)
    {
        Ciphertext[] inputs = [.. _plan.Inputs.Select(port => Rehearsal.CreateCiphertext(_plan.CheckedParameters, port.Level, port.Scale))];
        try
        {
            using EvaluationKeySet keys = Rehearsal.CreateKeys(_plan.CheckedParameters, _plan.RequiredKeys);
            foreach (Ciphertext output in Run(keys, inputs, null, cancellationToken))
                output.Dispose();
        }
        finally
        {
            foreach (Ciphertext input in inputs)
                input.Dispose();
        }
    }

    /// <summary>Returns the encoded operands' memory.</summary>
    public void Dispose() => _operands.Dispose();
}
