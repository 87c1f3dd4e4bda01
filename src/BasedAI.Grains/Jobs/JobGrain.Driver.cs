using BasedAI.Protocol;

namespace BasedAI.Grains;

public sealed partial class JobGrain
{
    private IGrainTimer? _driver;
    private bool _again;

    private IBrainGrain Brain => GrainFactory.GetGrain<IBrainGrain>(_job!.Order.BrainId);

    /// <summary>
    /// Makes the driver run as soon as the current turn is over, and then every <see cref="BasedAIGrainsOptions.JobPeriod"/> until the job
    /// has ended and its Brain knows. The timer interleaves (see the class remarks) and keeps the activation.
    /// </summary>
    private void SetOff()
    {
        if (_job is null || _job.BrainTold)
            return;
        _again = true;
        if (_driver is null)
        {
            _driver = this.RegisterGrainTimer(
                Drive,
                new GrainTimerCreationOptions(TimeSpan.Zero, _options.JobPeriod) { Interleave = true, KeepAlive = true });
        }
        else
        {
            _driver.Change(TimeSpan.Zero, _options.JobPeriod);
        }
    }

    private async Task Drive(CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                _again = false;
                while (!cancellationToken.IsCancellationRequested && await Step())
                {
                }
            }
            while (_again && !cancellationToken.IsCancellationRequested);
        }
        catch (Exception exception)
        {
            // A silo may be gone, the Brain busy, storage away: everything is retried at the next tick, until the deadline.
            LogStepFailed(exception, this.GetPrimaryKey(), _job!.Phase);
        }

        if (_job!.BrainTold)
        {
            _driver?.Dispose();
            _driver = null;
        }
    }

    /// <summary>Does what is due now; true where the job moved, so that more may be due.</summary>
    private async Task<bool> Step()
    {
        var job = _job!;
        var now = _time.GetUtcNow();
        if (!job.Phase.IsFinal() && now >= job.Deadline)
            return await Apply(state => state.Expire(_time.GetUtcNow()));
        switch (job.Phase)
        {
            case JobPhase.Admitted:
                return await AssignMiner(job);
            case JobPhase.Computed:
                return await AssignValidators(job);
            case JobPhase.Assigned or JobPhase.Computing or JobPhase.Verifying when now >= _progress.LeaseUntil:
                StopWork(job);
                LogLeaseExpired(job.Order.JobId, job.Phase, job.Attempt, job.Miner);
                return await Apply(state => state.LeaseExpired(job.Attempt, _time.GetUtcNow(), _options.LeaseLength));
            case JobPhase.Assigned or JobPhase.Computing or JobPhase.Verifying:
                await OfferWork(job, now);
                return false;
            default:
                return await TellBrain(job);
        }
    }

    private async Task<bool> AssignMiner(JobState job)
    {
        var attempt = job.Attempt + 1;
        var miner = await Brain.ChooseMiner(job.Order.JobId, attempt, job.Miner);
        _offeredAttempt = 0;
        return await Apply(state => miner is null
            ? state.NoMiner(attempt, _time.GetUtcNow())
            : state.Assign(attempt, miner, _time.GetUtcNow(), _options.LeaseLength));
    }

    private async Task<bool> AssignValidators(JobState job)
    {
        var validators = await Brain.ChooseValidators(job.Order.JobId, job.Attempt, job.Order.Validators, job.Miner);
        _offeredAttempt = 0;
        return await Apply(state => state.Verify(job.Attempt, validators, _time.GetUtcNow(), _options.LeaseLength));
    }

    private async Task<bool> TellBrain(JobState job)
    {
        if (job.BrainTold)
            return false;
        StopWork(job);
        await Brain.JobEnded(job.Order.JobId, job.Phase);
        await Apply(state => state.AcknowledgeEnd());
        return false;
    }
}
