using System.Diagnostics;
using BasedAI.Cerberus;
using BasedAI.Fhe;
using BasedAI.Protocol;
using BasedAI.Storage;
using Microsoft.Extensions.Options;

namespace BasedAI.Grains;

/// <summary>
/// The plan engine proper: blobs from the local store, execution by <see cref="PlanExecutor"/>. Every blob's digest is checked when it is
/// loaded. Plans and evaluation keys stay loaded while there is room, since a user sends many inputs under one key.
/// </summary>
public sealed class CerberusPlanEngine : IPlanEngine, IDisposable
{
    /// <summary>Keys in memory against their serialised form: expanded seeds double it, residues take 64 bits for some 40.</summary>
    private const int KeyExpansion = 4;

    private readonly IBlobStore _blobs;
    private readonly BasedAIGrainsOptions _options;
    private readonly SharedCache<LoadedPlan> _plans;
    private readonly SharedCache<EvaluationKeySet> _keys;

    /// <summary>Creates the engine.</summary>
    public CerberusPlanEngine(IBlobStore blobs, IOptions<BasedAIGrainsOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _blobs = blobs;
        _options = options.Value;
        _plans = new SharedCache<LoadedPlan>(options.Value.PlanCacheBytes);
        _keys = new SharedCache<EvaluationKeySet>(options.Value.KeyCacheBytes);
    }

    /// <inheritdoc/>
    public PlanRun Run(BlobRef plan, BlobRef keys, BlobRef input, IProgress<WorkStep> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(progress);
        using var loaded = _plans.Borrow(plan.Sha256, () => LoadPlan(plan));
        var parameters = loaded.Value.Plan.CheckedParameters;
        var beginning = new WorkStep(0, loaded.Value.Executor.StepCount);
        progress.Report(beginning);
        using var userKeys = _keys.Borrow($"{keys.Sha256}/{parameters.Id}", () => LoadKeys(keys, loaded.Value.Plan));
        progress.Report(beginning);
        var inputs = LoadInput(input, loaded.Value.Plan);
        try
        {
            progress.Report(beginning);
            var clock = Stopwatch.StartNew();
            var outputs = Execute(loaded.Value.Executor, userKeys.Value, inputs, progress, cancellationToken);
            try
            {
                using var bundle = new MemoryStream();
                CiphertextBundle.Write(outputs, bundle);
                return new PlanRun(bundle.GetBuffer().AsMemory(0, (int)bundle.Length), clock.Elapsed);
            }
            finally
            {
                DisposeAll(outputs);
            }
        }
        finally
        {
            DisposeAll(inputs);
        }
    }

    /// <inheritdoc/>
    public bool Prepare(BlobRef plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var loaded = _plans.Borrow(plan.Sha256, () => LoadPlan(plan));
        if (_plans.Bytes > _options.PlanCacheBytes || loaded.Value.EstimatedKeyBytes > _options.KeyCacheBytes)
            return false;
        loaded.Value.Executor.Rehearse(cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _plans.Dispose();
        _keys.Dispose();
    }

    private static IReadOnlyList<Ciphertext> Execute(
        PlanExecutor executor,
        EvaluationKeySet keys,
        IReadOnlyList<Ciphertext> inputs,
        IProgress<WorkStep> progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return executor.Run(keys, inputs, new StepProgress(progress), cancellationToken);
        }
        catch (MissingEvaluationKeyException exception)
        {
            throw new PlanEngineException(ErrorCodes.BadKeys, exception.Message, permanent: true, exception);
        }
        catch (FheOperandException exception)
        {
            // Keys of other parameters were refused when they were read, so that this is about the input.
            throw new PlanEngineException(ErrorCodes.BadInput, exception.Message, permanent: true, exception);
        }
    }

    private (LoadedPlan Value, long Bytes) LoadPlan(BlobRef reference)
    {
        if (reference.Length > PlanLimits.MaxBytes)
        {
            throw new PlanEngineException(
                ErrorCodes.BlobTooLarge,
                $"The plan is {reference.Length} bytes long, at most {PlanLimits.MaxBytes} are executed.",
                permanent: true);
        }

        using var source = Open(reference, "plan");
        var bytes = new byte[reference.Length];
        source.ReadExactly(bytes);
        try
        {
            var plan = new LoadedPlan(ExecutionPlan.Read(bytes));
            return (plan, plan.EstimatedBytes);
        }
        catch (PlanFormatException exception)
        {
            throw new PlanEngineException(
                ErrorCodes.BadRequest, $"Plan {reference.Sha256} cannot be executed: {exception.Message}", permanent: true, exception);
        }
    }

    private (EvaluationKeySet Value, long Bytes) LoadKeys(BlobRef reference, ExecutionPlan plan)
    {
        using var source = Open(reference, "evaluation keys");
        try
        {
            var keys = EvaluationKeySet.Read(plan.CheckedParameters, source, plan.RequiredKeys.Galois.Length);
            return (keys, reference.Length * KeyExpansion);
        }
        catch (CiphertextFormatException exception)
        {
            throw new PlanEngineException(
                ErrorCodes.BadKeys,
                $"Blob {reference.Sha256} is not the evaluation keys of plan {plan.Id} "
                + $"({plan.RequiredKeys.Galois.Length} Galois keys under parameters {plan.CheckedParameters.Id}): {exception.Message}",
                permanent: true,
                exception);
        }
    }

    private IReadOnlyList<Ciphertext> LoadInput(BlobRef reference, ExecutionPlan plan)
    {
        using var source = Open(reference, "input");
        try
        {
            return CiphertextBundle.Read(plan.CheckedParameters, source, plan.Inputs.Length);
        }
        catch (CiphertextFormatException exception)
        {
            throw new PlanEngineException(
                ErrorCodes.BadInput,
                $"Blob {reference.Sha256} is not the input of plan {plan.Id} ({plan.Inputs.Length} ciphertexts under parameters "
                + $"{plan.CheckedParameters.Id}): {exception.Message}",
                permanent: true,
                exception);
        }
    }

    private Stream Open(BlobRef reference, string what)
    {
        try
        {
            return _blobs.OpenVerified(reference);
        }
        catch (BlobNotFoundException exception)
        {
            throw new PlanEngineException(ErrorCodes.UnknownBlob, $"{what}: {exception.Message}", permanent: true, exception);
        }
        catch (BlobMismatchException exception)
        {
            throw new PlanEngineException(ErrorCodes.BlobMismatch, $"{what}: {exception.Message}", permanent: true, exception);
        }
        catch (BlobCorruptException exception)
        {
            // This node's disk is at fault and not the request: a miner elsewhere may have a good copy.
            throw new PlanEngineException(
                ErrorCodes.Internal, $"{what}: blob {reference.Sha256} is damaged on the node", permanent: false, exception);
        }
    }

    private static void DisposeAll(IReadOnlyList<Ciphertext> ciphertexts)
    {
        foreach (var ciphertext in ciphertexts)
            ciphertext.Dispose();
    }

    private sealed class StepProgress(IProgress<WorkStep> progress) : IProgress<PlanProgress>
    {
        public void Report(PlanProgress value) => progress.Report(new WorkStep(value.Step, value.StepCount));
    }
}
