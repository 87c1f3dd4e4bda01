using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>
/// A job as it is stored: a state machine without a clock. Each transition is one method that takes the time as an argument and returns the
/// next state, or this very object where the event comes too late, too early or twice, so that a caller sees by reference whether there is
/// something to write. The attempt number is the fence: an event of another attempt never changes anything.
/// </summary>
/// <remarks>
/// Rules of judgement. Every validator asked re-executes the job, and the job is decided when all of them have reported: all agree →
/// <see cref="JobPhase.Completed"/>; all disagree → the miner is taken to be wrong and the next attempt goes to another one, or the job is
/// <see cref="JobPhase.Failed"/> as <see cref="ErrorCodes.Disputed"/> when attempts are used up; some agree and some disagree → somebody
/// lies and the cluster cannot tell who: <see cref="JobPhase.Failed"/> as <see cref="ErrorCodes.Disputed"/>. A job that asked for no
/// validators is completed by its result and carries no verdicts, which is how a reader knows that nobody checked it.
/// </remarks>
[GenerateSerializer, Immutable, Alias("BasedAI.JobState")]
public sealed partial record JobState
{
    /// <summary>Attempts a job gets, and rounds its validators get within an attempt.</summary>
    public const int MaxAttempts = 3;

    /// <summary>What was asked.</summary>
    [Id(0)] public required JobOrder Order { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)] public JobPhase Phase { get; init; }

    /// <summary>Rises by one with every transition.</summary>
    [Id(2)] public long Revision { get; init; }

    /// <summary>The current attempt, from 1; 0 before the first.</summary>
    [Id(3)] public int Attempt { get; init; }

    /// <summary>The miner of the current attempt (or of the last, while the next is being assigned).</summary>
    [Id(4)] public string? Miner { get; init; }

    /// <summary>When the lease of whoever works now runs out, as far as it is written down: progress renews it in memory only.</summary>
    [Id(5)] public DateTimeOffset LeaseUntil { get; init; }

    /// <summary>Who checks the current attempt.</summary>
    [Id(6)] public string[] Validators { get; init; } = [];

    /// <summary>All verdicts, those of earlier attempts included.</summary>
    [Id(7)] public WorkVerdict[] Verdicts { get; init; } = [];

    /// <summary>Checks of the current attempt that failed without a verdict.</summary>
    [Id(8)] public int FailedChecks { get; init; }

    /// <summary>The result of the current attempt.</summary>
    [Id(9)] public BlobRef? Result { get; init; }

    /// <summary>Why it ended badly, one of <see cref="ErrorCodes"/>.</summary>
    [Id(10)] public string? ErrorCode { get; init; }

    /// <summary>The reason in words.</summary>
    [Id(11)] public string? ErrorMessage { get; init; }

    /// <summary>Milliseconds the miner computed.</summary>
    [Id(12)] public double EvaluateMilliseconds { get; init; }

    /// <summary>When it was admitted.</summary>
    [Id(13)] public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When the current attempt's result arrived.</summary>
    [Id(14)] public DateTimeOffset? ComputedAt { get; init; }

    /// <summary>When it ended.</summary>
    [Id(15)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether the Brain has acknowledged that it ended.</summary>
    [Id(16)] public bool BrainTold { get; init; }

    /// <summary>When it is given up.</summary>
    public DateTimeOffset Deadline => SubmittedAt + TimeSpan.FromSeconds(Order.DeadlineSeconds);

    /// <summary>Whether the miner of the current attempt holds the lease.</summary>
    public bool IsMining => Phase is JobPhase.Assigned or JobPhase.Computing;

    /// <summary>The current attempt's verdicts, in the order they came.</summary>
    public IEnumerable<WorkVerdict> CurrentVerdicts => Verdicts.Where(verdict => verdict.Attempt == Attempt);

    /// <summary>Validators of the current attempt that have not reported yet.</summary>
    public IEnumerable<string> OutstandingValidators
        => Validators.Where(validator => !CurrentVerdicts.Any(verdict => verdict.Validator == validator));

    /// <summary>
    /// Whether <paramref name="order"/> asks for what this job does. The plan's blob is the Brain's addition and follows from the plan id.
    /// </summary>
    public bool IsFor(JobOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Order with { Plan = null } == order with { Plan = null };
    }

    /// <summary>Whether <paramref name="attempt"/> is the current one and somebody works on it.</summary>
    public bool IsAtWork(int attempt)
        => attempt == Attempt && (IsMining || Phase == JobPhase.Verifying);
}
