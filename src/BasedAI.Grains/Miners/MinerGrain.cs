using BasedAI.Protocol;
using BasedAI.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace BasedAI.Grains;

/// <summary>
/// A miner. It holds nothing durable: the job knows who has which attempt, and begins it again where a silo was lost. Computing happens on
/// the silo's <see cref="HomomorphicWorker"/>; the grain only queues, watches and delivers.
/// </summary>
[GrainType("miner"), RandomPlacement]
public sealed class MinerGrain : Grain, IMinerGrain
{
    private const string Role = "miner";
    private readonly IPlanEngine _engine;
    private readonly IBlobStore _blobs;
    private readonly GrainsInstruments _instruments;
    private readonly ILocalSiloDetails _silo;
    private readonly WorkDesk _desk;

    /// <summary>Created by the runtime.</summary>
    public MinerGrain(
        IPlanEngine engine,
        IBlobStore blobs,
        IGrainContext context,
        IGrainFactory grains,
        HomomorphicWorker worker,
        IOptions<BasedAIGrainsOptions> options,
        TimeProvider time,
        GrainsInstruments instruments,
        ILocalSiloDetails silo,
        ILogger<MinerGrain> logger)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        _engine = engine;
        _blobs = blobs;
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
    public Task<bool> Begin(WorkOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var member = this.GetPrimaryKeyString();
        return Task.FromResult(_desk.Begin(
            order.JobId,
            order.Attempt,
            (progress, token) => Mine(order, progress, token),
            (job, mined) => job.CompleteWork(new WorkResult(order.Attempt, member, mined.Result, mined.Elapsed.TotalMilliseconds)),
            reportsSteps: true));
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

    /// <summary>On a worker thread: executes and stores. The result is durable before anybody hears of it.</summary>
    private (BlobRef Result, TimeSpan Elapsed) Mine(WorkOrder order, IProgress<WorkStep> progress, CancellationToken cancellationToken)
    {
        try
        {
            var run = _engine.Run(order.Plan, order.Keys, order.Input, progress, cancellationToken);
            var result = BlobRef.Of(run.Result.Span, MediaTypes.CiphertextBundle);
            using var content = new MemoryStream(run.Result.ToArray(), writable: false);
            _blobs.Put(result.Sha256, result.Length, content, cancellationToken).GetAwaiter().GetResult();
            _instruments.WorkDone(Role, run.Elapsed);
            return (result, run.Elapsed);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _instruments.WorkFailed(Role, (exception as PlanEngineException)?.Code ?? ErrorCodes.Internal);
            throw;
        }
    }
}
