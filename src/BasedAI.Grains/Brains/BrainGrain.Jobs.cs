using System.Security.Cryptography;
using BasedAI.Protocol;

namespace BasedAI.Grains;

public sealed partial class BrainGrain
{
    private const string ReminderName = "jobs";
    private const int ReconcileBatch = 64;
    private bool _reminds;

    /// <inheritdoc/>
    public async Task<JobSnapshot> SubmitJob(JobOrder order)
    {
        CheckOpen();
        Admission.CheckOrder(order, Id, _options.MaxBlobBytes);
        var job = GrainFactory.GetGrain<IJobGrain>(order.JobId);

        // A job that exists is answered for even where it would not be admitted today: the same command twice is one job.
        if (await job.GetSnapshot() is not null)
            return await job.Start(order);

        var plan = CheckAdmission(order);
        await Remind();
        if (!_jobs.State.InFlight.Contains(order.JobId))
        {
            // Written before the job starts: if this silo is lost in between, the reminder finds the id and drops it, since nobody was told
            // of it.
            await Write(_jobs, new BrainJobs { InFlight = [.. _jobs.State.InFlight, order.JobId], Completed = _jobs.State.Completed });
        }

        return await job.Start(order with { Plan = plan.File });
    }

    /// <inheritdoc/>
    public Task<string?> ChooseMiner(Guid jobId, int attempt, string? avoid)
    {
        CheckOpen();
        if (_miners.Count == 0)
            return Task.FromResult<string?>(null);
        var avoided = avoid is not null && _miners.TryGetUid(avoid, out var uid) ? uid : -1;
        return Task.FromResult<string?>(_miners[_loads.Choose(jobId, _miners.Count, avoided)]);
    }

    /// <inheritdoc/>
    public Task<string[]> ChooseValidators(Guid jobId, int attempt, int count, string? avoid)
    {
        CheckOpen();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var candidates = Enumerable.Range(0, _validators.Count).Select(uid => _validators[uid]).Where(member => member != avoid).ToArray();

        // Drawn from the system's generator: a miner must not foresee who will check it.
        RandomNumberGenerator.Shuffle(candidates.AsSpan());
        return Task.FromResult(candidates[..Math.Min(count, candidates.Length)]);
    }

    /// <inheritdoc/>
    public async Task JobEnded(Guid jobId, JobPhase phase)
    {
        CheckOpen();
        _loads.Release(jobId);
        var jobs = _jobs.State;
        if (!jobs.InFlight.Contains(jobId))
            return;
        await Write(_jobs, new BrainJobs
        {
            InFlight = [.. jobs.InFlight.Where(id => id != jobId)],
            Completed = jobs.Completed + (phase == JobPhase.Completed ? 1 : 0),
        });
    }

    /// <summary>Wakes the jobs in flight. It only starts them: a job acts in a call chain of its own.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (!IsOpen || _jobs.State.InFlight.Length == 0)
        {
            await ForgetReminder();
            return;
        }

        _reminds = true;
        await ReconcileJobs();
    }

    private async Task ReconcileJobs()
    {
        var orphans = new List<Guid>();
        foreach (var batch in _jobs.State.InFlight.Chunk(ReconcileBatch))
        {
            var exists = await Task.WhenAll(batch.Select(Reconcile));
            orphans.AddRange(batch.Where((_, i) => !exists[i]));
        }

        if (orphans.Count > 0)
        {
            LogOrphans(Id, orphans.Count);
            await Write(_jobs, new BrainJobs { InFlight = [.. _jobs.State.InFlight.Except(orphans)], Completed = _jobs.State.Completed });
        }
    }

    private async Task<bool> Reconcile(Guid jobId)
    {
        try
        {
            var job = GrainFactory.GetGrain<IJobGrain>(jobId);
            if (await job.GetSnapshot() is null)
                return false;
            await job.Reconcile();
        }
        catch (Exception exception)
        {
            // Its silo may be going down just now; the next tick tries again.
            LogReconcileFailed(exception, Id, jobId);
        }

        return true;
    }

    private ReleasePlan CheckAdmission(JobOrder order)
    {
        if (_record.State.Release is not { } release)
            throw new GrainFault(ErrorCodes.NoModel, $"Brain {Id} serves no model yet.");
        if (release.Plans?.FirstOrDefault(plan => plan.PlanId == order.PlanId) is not { } chosen)
        {
            throw new GrainFault(
                ErrorCodes.PlanMismatch,
                $"The job is for plan {order.PlanId}, Brain {Id} serves {NamesOf(release)}; fetch its model again.");
        }

        if (_miners.Count == 0)
            throw new GrainFault(ErrorCodes.NoMiners, $"Brain {Id} has no miners.");
        if (_validators.Count < order.Validators)
            throw new GrainFault(
                ErrorCodes.NoValidators, $"The job wants {order.Validators} validators, Brain {Id} has {_validators.Count}.");
        if (_jobs.State.InFlight.Length >= _options.MaxJobsInFlight && !_jobs.State.InFlight.Contains(order.JobId))
        {
            throw new GrainFault(
                ErrorCodes.Busy,
                $"Brain {Id} has {_jobs.State.InFlight.Length} jobs in flight, its bound; try again later.",
                retryable: true);
        }

        return chosen;
    }

    private static string NamesOf(ModelRelease release)
        => release.Plans is { Length: > 0 } plans ? string.Join(", ", plans.Select(plan => $"'{plan.Name}' {plan.PlanId}")) : "no plan";

    /// <summary>One reminder per Brain while jobs are in flight; it is let go at the first tick that finds none.</summary>
    private async Task Remind()
    {
        if (_reminds)
            return;
        await this.RegisterOrUpdateReminder(ReminderName, _options.ReconcilePeriod, _options.ReconcilePeriod);
        _reminds = true;
    }

    private async Task ForgetReminder()
    {
        _reminds = false;
        if (await this.GetReminder(ReminderName) is { } reminder)
            await this.UnregisterReminder(reminder);
    }
}
