using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>A job as it stands.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.JobSnapshot")]
public sealed record JobSnapshot
{
    /// <summary>Its id.</summary>
    [Id(0)] public required Guid JobId { get; init; }

    /// <summary>Its Brain.</summary>
    [Id(1)] public required int BrainId { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required JobPhase Phase { get; init; }

    /// <summary>Rises with every change, progress included.</summary>
    [Id(3)] public required long Version { get; init; }

    /// <summary>The current attempt, from 1.</summary>
    [Id(4)] public int Attempt { get; init; }

    /// <summary>The miner of the current attempt.</summary>
    [Id(5)] public string? Miner { get; init; }

    /// <summary>Steps done.</summary>
    [Id(6)] public int Step { get; init; }

    /// <summary>Steps there are.</summary>
    [Id(7)] public int StepCount { get; init; }

    /// <summary>Validators' findings.</summary>
    [Id(8)] public WorkVerdict[] Verdicts { get; init; } = [];

    /// <summary>The encrypted result.</summary>
    [Id(9)] public BlobRef? Result { get; init; }

    /// <summary>One of <see cref="ErrorCodes"/> where it ended badly.</summary>
    [Id(10)] public string? ErrorCode { get; init; }

    /// <summary>The reason in words.</summary>
    [Id(11)] public string? ErrorMessage { get; init; }

    /// <summary>Milliseconds the miner computed.</summary>
    [Id(12)] public double EvaluateMilliseconds { get; init; }

    /// <summary>Milliseconds from result to verdict.</summary>
    [Id(13)] public double VerifyMilliseconds { get; init; }

    /// <summary>When it was admitted.</summary>
    [Id(14)] public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it ended.</summary>
    [Id(15)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The plan the input was made for.</summary>
    [Id(16)] public string? PlanId { get; init; }
}
