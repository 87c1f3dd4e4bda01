using BasedAI.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace BasedAI.Grains;

/// <summary>
/// A validator: executes the whole job again and compares the bytes. Execution is deterministic, so that an honest miner's result has the
/// same SHA-256 and length; anything else is a disagreement. Like a miner it holds nothing durable.
/// </summary>
[GrainType("validator"), RandomPlacement]
public sealed class ValidatorGrain : Grain, IValidatorGrain
{
    private const string Role = "validator";
    private readonly IPlanEngine _engine;
    private readonly GrainsInstruments _instruments;
    private readonly ILocalSiloDetails _silo;
    private readonly WorkDesk _desk;

    /// <summary>Created by the runtime.</summary>
    public ValidatorGrain(
        IPlanEngine engine,
        IGrainContext context,
        IGrainFactory grains,
        HomomorphicWorker worker,
        IOptions<BasedAIGrainsOptions> options,
        TimeProvider time,
        GrainsInstruments instruments,
        ILocalSiloDetails silo,
        ILogger<ValidatorGrain> logger)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        _engine = engine;
        _instruments = instruments;
        _silo = silo;
        _desk = new WorkDesk(
            Role, context.GrainId.Key.ToString()!, DelayDeactivation, grains, worker, options.Value, time, logger);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _desk.StopAll();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> Begin(VerificationOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var member = this.GetPrimaryKeyString();
        return Task.FromResult(_desk.Begin(
            order.JobId,
            order.Attempt,
            (progress, token) => Check(order, progress, token),
            (job, found) => job.SubmitVerdict(new WorkVerdict(order.Attempt, member, found.Agrees, found.Elapsed.TotalMilliseconds)),
            reportsSteps: false));
    }

    /// <inheritdoc/>
    public Task Stop(Guid jobId, int attempt)
    {
        _desk.Stop(jobId, attempt);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<WorkerStatus> GetStatus()
        => Task.FromResult(new WorkerStatus(this.GetPrimaryKeyString(), _desk.Count, _desk.Completed, _desk.Failed, _silo.Name));

    private (bool Agrees, TimeSpan Elapsed) Check(
        VerificationOrder order, IProgress<WorkStep> progress, CancellationToken cancellationToken)
    {
        try
        {
            var run = _engine.Run(order.Plan, order.Keys, order.Input, progress, cancellationToken);
            var own = BlobRef.Of(run.Result.Span, MediaTypes.CiphertextBundle);
            _instruments.WorkDone(Role, run.Elapsed);
            return (own.Sha256 == order.Result.Sha256 && own.Length == order.Result.Length, run.Elapsed);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _instruments.WorkFailed(Role, (exception as PlanEngineException)?.Code ?? ErrorCodes.Internal);
            throw;
        }
    }
}
