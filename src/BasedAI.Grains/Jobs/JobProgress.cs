namespace BasedAI.Grains;

/// <summary>
/// What of a job is only in memory: steps done, the renewed lease, and the count of reports that makes the version rise between
/// transitions.
/// </summary>
internal sealed class JobProgress
{
    /// <summary>Most reports that count between two transitions; versions of the next revision start above.</summary>
    public const int MaxReports = 1_000_000;

    public int Step { get; private set; }

    public int StepCount { get; private set; }

    public int Reports { get; private set; }

    public DateTimeOffset LeaseUntil { get; private set; }

    public DateTimeOffset LastHeard { get; private set; }

    /// <summary>A transition was written.</summary>
    public void Follow(JobState job, bool newAttempt)
    {
        Reports = 0;
        LeaseUntil = job.LeaseUntil;
        if (newAttempt)
        {
            Step = 0;
            StepCount = 0;
        }
    }

    /// <summary>Somebody at work was heard of.</summary>
    public void Renew(DateTimeOffset now, TimeSpan lease)
    {
        LastHeard = now;
        LeaseUntil = now + lease;
    }

    /// <summary>Work was handed out or offered again.</summary>
    public void Offered(DateTimeOffset now) => LastHeard = now;

    /// <summary>Takes a report; false where it says nothing new.</summary>
    public bool Advance(int step, int stepCount)
    {
        step = Math.Clamp(step, 0, stepCount);
        if (stepCount == StepCount && step <= Step)
            return false;
        Step = step;
        StepCount = stepCount;
        if (Reports < MaxReports - 1)
            Reports++;
        return true;
    }
}
