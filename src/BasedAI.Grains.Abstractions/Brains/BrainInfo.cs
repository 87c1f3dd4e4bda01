using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>A Brain at a glance.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.BrainInfo")]
public sealed record BrainInfo
{
    /// <summary>NFT id, 0 … 1023.</summary>
    [Id(0)] public required int Id { get; init; }

    /// <summary>Its name.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Name of the model it serves.</summary>
    [Id(2)] public string? Model { get; init; }

    /// <summary>Registered miners.</summary>
    [Id(4)] public int Miners { get; init; }

    /// <summary>Registered validators.</summary>
    [Id(5)] public int Validators { get; init; }

    /// <summary>Jobs admitted and not ended.</summary>
    [Id(6)] public int ActiveJobs { get; init; }

    /// <summary>Jobs completed since it was opened.</summary>
    [Id(7)] public long CompletedJobs { get; init; }

    /// <summary>Names of the model's plans, the default first.</summary>
    [Id(8)] public string[] Plans { get; init; } = [];
}

/// <summary>A member's place in a Brain.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.MemberPlace")]
public sealed record MemberPlace(
    [property: Id(0)] string MemberId,
    [property: Id(1)] MemberRole Role,
    [property: Id(2)] int Uid,
    [property: Id(3)] int Count,
    [property: Id(4)] int Cap);
