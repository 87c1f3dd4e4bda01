using BasedAI.Protocol;
using BasedAI.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;

namespace BasedAI.Grains;

/// <summary>
/// A job. What it is lies in <see cref="JobState"/>; the grain writes each transition before anybody sees it, and drives the job onwards.
/// </summary>
/// <remarks>
/// Why nothing here can deadlock. The Brain calls <see cref="Start"/> and <see cref="Reconcile"/> from its own turn and takes no other call
/// meanwhile, while this grain needs the Brain to choose miners. So (1) no public method calls another grain: each writes, sets the driver
/// off and returns, and only the driver, a timer with a call chain of its own, calls out; (2) the grain is reentrant, so that it answers
/// while its driver waits for the Brain; (3) transitions take turns behind a gate that is held during a storage write and never during a
/// grain call.
/// </remarks>
[GrainType("job"), Reentrant, RandomPlacement, CollectionAgeLimit(Minutes = 2)]
public sealed partial class JobGrain : Grain, IJobGrain, IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);
    private readonly IPersistentState<JobRecord> _storage;
    private readonly BasedAIGrainsOptions _options;
    private readonly TimeProvider _time;
    private readonly GrainsInstruments _instruments;
    private readonly ILogger<JobGrain> _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly JobProgress _progress = new();
    private JobState? _job;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Created by the runtime.</summary>
    public JobGrain(
        [PersistentState("job", StorageNames.Provider)] IPersistentState<JobRecord> storage,
        IOptions<BasedAIGrainsOptions> options,
        TimeProvider time,
        GrainsInstruments instruments,
        ILogger<JobGrain> logger)
    {
        _storage = storage;
        _options = options.Value;
        _time = time;
        _instruments = instruments;
        _logger = logger;
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _job = _storage.State.Job;
        if (_job is null)
            return;
        if (!_job.Phase.IsFinal())
            await Apply(job => job.Resume(_time.GetUtcNow(), _options.LeaseLength));
        if (!_job.BrainTold)
            SetOff();
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _changed.TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <inheritdoc/>
    public async Task<JobSnapshot> Start(JobOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.JobId != this.GetPrimaryKey())
            throw new GrainFault(ErrorCodes.BadRequest, $"The order is for job {order.JobId:N}, this is job {this.GetPrimaryKey():N}.");
        await _gate.WaitAsync();
        try
        {
            if (_job is null)
                await Write(JobState.Admit(order, _time.GetUtcNow()));
        }
        finally
        {
            _gate.Release();
        }

        if (!_job!.IsFor(order))
            throw new GrainFault(ErrorCodes.JobConflict, $"Job {order.JobId:N} exists with other content; choose a new id.");
        SetOff();
        return Snapshot(_job);
    }

    /// <inheritdoc/>
    public Task<JobSnapshot?> GetSnapshot() => Task.FromResult(_job is null ? null : Snapshot(_job));

    /// <inheritdoc/>
    public async Task<JobSnapshot?> WaitForChange(long afterVersion, TimeSpan wait)
    {
        var until = _time.GetUtcNow() + (wait < MaxWait ? wait : MaxWait);
        while (_job is not null && VersionOf(_job) <= afterVersion && !_job.Phase.IsFinal())
        {
            var left = until - _time.GetUtcNow();
            if (left <= TimeSpan.Zero)
                break;
            using var timeout = new CancellationTokenSource();
            var changed = _changed.Task;
            await Task.WhenAny(changed, Task.Delay(left, _time, timeout.Token));
            await timeout.CancelAsync();
            if (changed == _changed.Task && changed.IsCompleted)
                break; // The activation is going away: answer with what there is, the caller asks again.
        }

        return _job is null ? null : Snapshot(_job);
    }

    /// <inheritdoc/>
    public async Task<bool> ReportProgress(int attempt, int step, int stepCount)
    {
        if (_job is null || !_job.IsAtWork(attempt))
            return false;
        var now = _time.GetUtcNow();
        _progress.Renew(now, _options.LeaseLength);
        if (stepCount > 0 && _job.IsMining)
        {
            await Apply(job => job.Begin(attempt, now, _options.LeaseLength));
            if (_job.IsMining && _job.Attempt == attempt && _progress.Advance(step, stepCount))
                Publish();
        }

        return _job.IsAtWork(attempt);
    }

    /// <inheritdoc/>
    public Task CompleteWork(WorkResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Report(job => job.Complete(result, _time.GetUtcNow()), "result", result.Attempt, result.Miner);
    }

    /// <inheritdoc/>
    public Task FailWork(WorkFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Report(job => job.Fail(failure, _time.GetUtcNow(), _options.LeaseLength), "failure", failure.Attempt, failure.Worker);
    }

    /// <inheritdoc/>
    public Task SubmitVerdict(WorkVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return Report(job => job.Judge(verdict, _time.GetUtcNow(), _options.LeaseLength), "verdict", verdict.Attempt, verdict.Validator);
    }

    /// <inheritdoc/>
    public async Task<JobSnapshot?> Cancel()
    {
        if (_job is null)
            return null;
        await Apply(job => job.Cancel(_time.GetUtcNow()));
        SetOff();
        return Snapshot(_job);
    }

    /// <inheritdoc/>
    public Task Reconcile()
    {
        SetOff();
        return Task.CompletedTask;
    }

    private async Task Report(Func<JobState, JobState> transition, string kind, int attempt, string worker)
    {
        if (_job is null)
            throw new GrainFault(ErrorCodes.UnknownJob, $"Job {this.GetPrimaryKey():N} was never started.");
        if (!await Apply(transition))
            LogLate(this.GetPrimaryKey(), kind, attempt, worker, _job.Phase, _job.Attempt);
        SetOff();
    }
}
