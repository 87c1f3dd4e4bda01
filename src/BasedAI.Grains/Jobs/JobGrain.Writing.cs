using BasedAI.Protocol;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace BasedAI.Grains;

public sealed partial class JobGrain
{
    /// <summary>
    /// Does one transition: computes the next state, writes it, and only then lets it be seen. False where the event changed nothing.
    /// </summary>
    private async Task<bool> Apply(Func<JobState, JobState> transition)
    {
        await _gate.WaitAsync();
        try
        {
            var next = transition(_job!);
            if (ReferenceEquals(next, _job))
                return false;
            await Write(next);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task Write(JobState next)
    {
        var last = _job;
        _storage.State.Job = next;
        try
        {
            await _storage.WriteStateAsync();
        }
        catch (Exception exception)
        {
            // The write may have reached the disk or not: only storage knows. Nothing of `next` has been seen by anybody.
            LogWriteFailed(exception, this.GetPrimaryKey(), next.Phase);
            _storage.State.Job = last;
            await Reload(exception);
            throw;
        }

        Adopt(next, last);
    }

    private async Task Reload(Exception cause)
    {
        if (cause is InconsistentStateException)
        {
            DeactivateOnIdle();
            return;
        }

        try
        {
            await _storage.ReadStateAsync();
            if (_storage.State.Job is { } stored && stored != _job)
                Adopt(stored, _job);
        }
        catch (Exception exception)
        {
            LogReloadFailed(exception, this.GetPrimaryKey());
            DeactivateOnIdle();
        }
    }

    private void Adopt(JobState next, JobState? last)
    {
        _job = next;
        _progress.Follow(next, newAttempt: last?.Attempt != next.Attempt || next.Phase == JobPhase.Admitted);
        if (next.Revision == last?.Revision)
            return;
        var level = next.Phase.IsFinal() ? LogLevel.Information : LogLevel.Debug;
        LogTransition(level, next.Order.JobId, last?.Phase, next.Phase, next.Attempt, next.Miner, next.ErrorCode ?? "good");
        if (next.Phase.IsFinal())
            _instruments.JobEnded(next);
        Publish();
    }

    private void Publish()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private long VersionOf(JobState job) => (job.Revision * JobProgress.MaxReports) + _progress.Reports;

    private JobSnapshot Snapshot(JobState job) => new()
    {
        JobId = job.Order.JobId,
        BrainId = job.Order.BrainId,
        Phase = job.Phase,
        Version = VersionOf(job),
        Attempt = job.Attempt,
        Miner = job.Miner,
        Step = _progress.Step,
        StepCount = _progress.StepCount,
        Verdicts = [.. job.CurrentVerdicts],
        Result = job.Phase == JobPhase.Completed ? job.Result : null,
        ErrorCode = job.ErrorCode,
        ErrorMessage = job.ErrorMessage,
        EvaluateMilliseconds = job.EvaluateMilliseconds,
        VerifyMilliseconds = job is { Validators.Length: > 0, ComputedAt: { } computed, EndedAt: { } ended }
            ? (ended - computed).TotalMilliseconds
            : 0,
        SubmittedAt = job.SubmittedAt,
        EndedAt = job.EndedAt,
        PlanId = job.Order.PlanId,
    };
}
