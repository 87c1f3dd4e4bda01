using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>A model as a Brain serves it. Two releases are equal where all they hold is. Ids 1 and 2 held the one plan a model once had.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.ModelRelease")]
public sealed record ModelRelease
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The <see cref="ModelManifest"/> as JSON, at most 128 KiB.</summary>
    [Id(3)] public required string ManifestJson { get; init; }

    /// <summary>Accelerator a miner's silo must have: <c>cpu</c> or <c>gpu</c>.</summary>
    [Id(4)] public string Accelerator { get; init; } = "cpu";

    /// <summary>Its plans, the default first.</summary>
    [Id(5)] public required ReleasePlan[] Plans { get; init; }

    /// <inheritdoc/>
    public bool Equals(ModelRelease? other)
        => other is not null
            && (Name, ManifestJson, Accelerator) == (other.Name, other.ManifestJson, other.Accelerator)
            && Plans.AsSpan().SequenceEqual(other.Plans);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, ManifestJson, Accelerator, Plans?.Length ?? 0);
}

/// <summary>One plan of a released model.</summary>
/// <param name="Name">Its name within the model.</param>
/// <param name="PlanId">SHA-256 of its bytes.</param>
/// <param name="File">Where its bytes are.</param>
[GenerateSerializer, Immutable, Alias("BasedAI.ReleasePlan")]
public sealed record ReleasePlan([property: Id(0)] string Name, [property: Id(1)] string PlanId, [property: Id(2)] BlobRef File);
