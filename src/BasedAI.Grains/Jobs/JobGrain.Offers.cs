using BasedAI.Protocol;

namespace BasedAI.Grains;

public sealed partial class JobGrain
{
    private int _offeredAttempt;
    private int _offeredChecks;
    private bool _accepted;

    /// <summary>
    /// Hands the work out: when it is new, when its silo's queue was full last time, and again when nobody was heard of for a third of a
    /// lease, which brings it to another silo where the first was lost. Beginning twice is harmless.
    /// </summary>
    private async Task OfferWork(JobState job, DateTimeOffset now)
    {
        var isNew = _offeredAttempt != job.Attempt || _offeredChecks != job.FailedChecks;
        if (!isNew && _accepted && now - _progress.LastHeard < _options.LeaseLength / 3)
            return;
        _offeredAttempt = job.Attempt;
        _offeredChecks = job.FailedChecks;
        _accepted = false;
        _progress.Offered(now);
        _accepted = job.IsMining ? await OfferMining(job) : await OfferChecks(job);
        if (!_accepted)
        {
            // A full queue is not silence: the work waits here, and only the deadline ends that.
            _progress.Renew(_time.GetUtcNow(), _options.LeaseLength);
            LogBusy(job.Order.JobId, job.Phase, job.Attempt);
        }
    }

    private Task<bool> OfferMining(JobState job)
        => GrainFactory.GetGrain<IMinerGrain>(job.Miner!).Begin(
            new WorkOrder(job.Order.JobId, job.Attempt, job.Order.Plan!, job.Order.Input, job.Order.Keys, _progress.LeaseUntil));

    private async Task<bool> OfferChecks(JobState job)
    {
        var order = new VerificationOrder(
            job.Order.JobId, job.Attempt, job.Order.Plan!, job.Order.Input, job.Order.Keys, job.Result!, _progress.LeaseUntil);
        var accepted = await Task.WhenAll(
            job.OutstandingValidators.Select(validator => GrainFactory.GetGrain<IValidatorGrain>(validator).Begin(order)));
        return accepted.All(one => one);
    }

    /// <summary>
    /// Tells whoever may still work on this attempt to stop; nobody waits for it, since progress reports would tell them too.
    /// </summary>
    private void StopWork(JobState job)
    {
        if (job.Attempt == 0 || job.Phase == JobPhase.Completed)
            return;
        if (job.Miner is { } miner && job.ComputedAt is null)
            GrainFactory.GetGrain<IMinerGrain>(miner).Stop(job.Order.JobId, job.Attempt).Ignore();
        foreach (var validator in job.OutstandingValidators)
            GrainFactory.GetGrain<IValidatorGrain>(validator).Stop(job.Order.JobId, job.Attempt).Ignore();
    }
}
