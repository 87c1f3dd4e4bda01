namespace BasedAI.Samples.TrainModels;

/// <summary>What the command line says of a run.</summary>
public sealed record RunOptions
{
    public required string DataDirectory { get; init; }

    public required string OutputDirectory { get; init; }

    /// <summary>Models trained, with seeds 1, 2, ...; that of <see cref="ShippedSeed"/> is written whatever the held-out texts say.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>Where word vectors are kept between runs; null: made anew.</summary>
    public string? VectorFile { get; init; }

    public int MaxRows { get; init; } = 40_000;

    public int MaxReviews { get; init; } = 100_000;

    /// <summary>Fixed before any run.</summary>
    public const ulong ShippedSeed = 1;
}
