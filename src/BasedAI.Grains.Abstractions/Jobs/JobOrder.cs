using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>What a job is asked to do. Two orders with the same id must be equal.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.JobOrder")]
public sealed record JobOrder
{
    /// <summary>The client's id.</summary>
    [Id(0)] public required Guid JobId { get; init; }

    /// <summary>The Brain, 0 … 1023.</summary>
    [Id(1)] public required int BrainId { get; init; }

    /// <summary>The plan the input was made for, one of the model's.</summary>
    [Id(2)] public required string PlanId { get; init; }

    /// <summary>The encrypted input.</summary>
    [Id(3)] public required BlobRef Input { get; init; }

    /// <summary>The evaluation keys.</summary>
    [Id(4)] public required BlobRef Keys { get; init; }

    /// <summary>Validators that must agree.</summary>
    [Id(5)] public required int Validators { get; init; }

    /// <summary>Seconds from admission until it is given up.</summary>
    [Id(6)] public required int DeadlineSeconds { get; init; }

    /// <summary>Where the plan's bytes are; set by the Brain on admission.</summary>
    [Id(7)] public BlobRef? Plan { get; init; }
}
