using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>Everything a run depends on besides the data.</summary>
public sealed record TrainingOptions
{
    public required string DataDirectory { get; init; }

    public required string OutputDirectory { get; init; }

    /// <summary>Classifiers trained, with seeds 1, 2, ...; that of <see cref="ShippedSeed"/> is written whatever the dev set says.</summary>
    public int Seeds { get; init; } = 5;

    public int MaxRows { get; init; } = 40_000;

    public int MaxReviews { get; init; } = int.MaxValue;

    public SkipGramOptions SkipGram { get; init; } = new();

    public ClassifierOptions Classifier { get; init; } = new();

    /// <summary>Fixed before any run.</summary>
    public const ulong ShippedSeed = 1;
}
