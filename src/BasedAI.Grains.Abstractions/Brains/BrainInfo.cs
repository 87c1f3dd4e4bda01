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

    /// <summary>Plan of that model.</summary>
    [Id(3)] public string? PlanId { get; init; }

    /// <summary>Registered miners.</summary>
    [Id(4)] public int Miners { get; init; }

    /// <summary>Registered validators.</summary>
    [Id(5)] public int Validators { get; init; }

    /// <summary>Jobs admitted and not ended.</summary>
    [Id(6)] public int ActiveJobs { get; init; }

    /// <summary>Jobs completed since it was opened.</summary>
    [Id(7)] public long CompletedJobs { get; init; }
}

/// <summary>A model as a Brain serves it.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.ModelRelease")]
public sealed record ModelRelease
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>SHA-256 of the plan.</summary>
    [Id(1)] public required string PlanId { get; init; }

    /// <summary>Where the plan's bytes are.</summary>
    [Id(2)] public required BlobRef Plan { get; init; }

    /// <summary>The <see cref="ModelManifest"/> as JSON, at most 128 KiB.</summary>
    [Id(3)] public required string ManifestJson { get; init; }

    /// <summary>Accelerator a miner's silo must have: <c>cpu</c> or <c>gpu</c>.</summary>
    [Id(4)] public string Accelerator { get; init; } = "cpu";
}

/// <summary>A member's place in a Brain.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.MemberPlace")]
public sealed record MemberPlace(
    [property: Id(0)] string MemberId,
    [property: Id(1)] MemberRole Role,
    [property: Id(2)] int Uid,
    [property: Id(3)] int Count,
    [property: Id(4)] int Cap);
