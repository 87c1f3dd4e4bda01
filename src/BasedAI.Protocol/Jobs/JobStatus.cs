namespace BasedAI.Protocol;

/// <summary>A job as its owner sees it: <c>GET /v1/jobs/{id}</c>.</summary>
public sealed record JobStatus
{
    /// <summary>The job.</summary>
    public required JobId Id { get; init; }

    /// <summary>Its Brain.</summary>
    public required BrainId Brain { get; init; }

    /// <summary>The plan the input was made for.</summary>
    public string? PlanId { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobPhase Phase { get; init; }

    /// <summary>Rises with every change; ask with <c>?after=</c> this to wait for the next.</summary>
    public required long Version { get; init; }

    /// <summary>The current attempt, from 1; 0 before the first lease. It fences late results of earlier attempts.</summary>
    public int Attempt { get; init; }

    /// <summary>The miner of the current attempt.</summary>
    public string? Miner { get; init; }

    /// <summary>Steps done in the current attempt.</summary>
    public int Step { get; init; }

    /// <summary>Steps the plan has.</summary>
    public int StepCount { get; init; }

    /// <summary>What validators found, in the order they reported.</summary>
    public IReadOnlyList<JobVerdict> Verdicts { get; init; } = [];

    /// <summary>The encrypted result, once there is one.</summary>
    public BlobRef? Result { get; init; }

    /// <summary>Why it ended without a result; one of <see cref="ErrorCodes"/>.</summary>
    public ApiError? Error { get; init; }

    /// <summary>Milliseconds the miner computed.</summary>
    public double EvaluateMilliseconds { get; init; }

    /// <summary>Milliseconds from the result to the verdict.</summary>
    public double VerifyMilliseconds { get; init; }

    /// <summary>When it was admitted.</summary>
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>One validator's finding.</summary>
/// <param name="Validator">Who.</param>
/// <param name="Agrees">Whether its own result has the same bytes.</param>
/// <param name="Milliseconds">How long the re-execution took.</param>
public sealed record JobVerdict(string Validator, bool Agrees, double Milliseconds);
