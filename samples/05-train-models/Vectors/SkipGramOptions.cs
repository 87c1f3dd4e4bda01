namespace BasedAI.Samples.TrainModels.Vectors;

/// <summary>The recipe of the word vectors.</summary>
public sealed record SkipGramOptions
{
    public int Dimensions { get; init; } = 64;

    /// <summary>Rarer words are removed from the text before training.</summary>
    public int MinCount { get; init; } = 5;

    /// <summary>Words to each side; the window of each position is uniform on 1..Window.</summary>
    public int Window { get; init; } = 5;

    public int Negatives { get; init; } = 5;

    public int Epochs { get; init; } = 2;

    /// <summary>Falls linearly to <see cref="FinalLearningRate"/>.</summary>
    public double LearningRate { get; init; } = 0.03;

    public double FinalLearningRate { get; init; } = 1e-4;

    /// <summary>A word with relative frequency f is kept with probability sqrt(t/f) + t/f.</summary>
    public double SubsamplingThreshold { get; init; } = 1e-4;

    public ulong Seed { get; init; } = 1;
}
