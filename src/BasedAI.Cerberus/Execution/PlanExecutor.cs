using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// Runs a plan on ciphertexts. The same keys and inputs give the same output to the last bit, in any run on any machine.
/// Thread-safe: one executor serves many runs at once and shares the encoded operands between them. Dispose it when no run is left.
/// </summary>
public sealed class PlanExecutor : IDisposable
{
    private readonly ExecutionPlan _plan;
    private readonly OperandStore _operands;
    private readonly ExecutionSchedule _schedule;
    private readonly int _threads;
    private long _measuredPeakBytes;

    /// <summary>For one plan.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="options">Threads and bounds; the defaults if null.</param>
    /// <exception cref="PlanFormatException">The plan takes more memory than the options allow.</exception>
    public PlanExecutor(ExecutionPlan plan, PlanExecutorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        options ??= new PlanExecutorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, CkksEvaluator.MaxThreads, nameof(options));
        _plan = plan;
        _threads = options.Threads;
        _operands = new OperandStore(plan, options.MaxOperandBytes);
        _schedule = new ExecutionSchedule(plan, _operands.IsConstant);
        PredictedMemory = ScheduleMemory.Estimate(plan, _schedule, _operands, _threads);
        if (PredictedMemory.TotalBytes > options.MaxBytes)
        {
            throw new PlanFormatException(
                PlanFormatError.TooLarge,
                $"One run of the plan takes {PredictedMemory.TotalBytes >> 20} MiB, {options.MaxBytes >> 20} MiB are allowed. Raise MaxBytes, or lower "
                + "MaxOperandBytes if it is the operands.");
        }
    }

    /// <summary>What one run takes in memory, keys apart.</summary>
    public PlanMemoryEstimate PredictedMemory { get; }

    /// <summary>
    /// What the most demanding run so far did take: its inputs, intermediate results and the encoded operands, without scratch and keys. At most
    /// <see cref="PlanMemoryEstimate.PeakBytes"/>. 0 before the first.
    /// </summary>
    public long MeasuredPeakBytes => Interlocked.Read(ref _measuredPeakBytes);

    /// <summary>Instructions in one run: what <see cref="PlanProgress.StepCount"/> will say.</summary>
    public int StepCount => _plan.Instructions.Length;

    /// <summary>Runs the plan once. Keys and inputs stay the caller's; the outputs become the caller's, to be disposed.</summary>
    /// <param name="keys">Must hold every key of <see cref="ExecutionPlan.RequiredKeys"/>.</param>
    /// <param name="inputs">One ciphertext per input port, in order, each at its port's level and scale.</param>
    /// <param name="progress">Told after every step, on the calling thread. A step is an instruction, or several that are done together.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
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

        if (_threads > 1) _operands.EncodeAll(_threads, cancellationToken);
        using var runner = new PlanRunner(_plan, new CkksEvaluator(_plan.CheckedParameters, keys, _threads), _operands, inputs);
        int segment = -1;
        foreach (ScheduledStep step in _schedule.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            runner.Run(step);
            int done = step.Instruction + step.Count;
            while (segment + 1 < _plan.Segments.Length && _plan.Segments[segment + 1].Start < done) segment++;
            progress?.Report(new PlanProgress(done, StepCount, segment < 0 ? null : _plan.Segments[segment].Name));
        }
        RaiseMeasuredPeak(runner.PeakBytes);
        return [runner.Detach()];
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

    private void RaiseMeasuredPeak(long bytes)
    {
        for (long before = MeasuredPeakBytes; bytes > before;)
        {
            long found = Interlocked.CompareExchange(ref _measuredPeakBytes, bytes, before);
            if (found == before) return;
            before = found;
        }
    }
}
