namespace BasedAI.Samples.TrainModels.Tumour;

/// <summary>The recipe of the tumour classifier. A run chooses nothing by looking at the held-out cases: the last epoch counts.</summary>
public sealed record TumourOptions
{
    public int HiddenUnits { get; init; } = 32;

    public int Epochs { get; init; } = 100;

    public int BatchSize { get; init; } = 16;

    /// <summary>Adam's; falls linearly to 0.</summary>
    public double LearningRate { get; init; } = 3e-3;

    public double WeightDecay { get; init; } = 1.5;

    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>Every fifth case of a class is held out.</summary>
    public int Parts { get; init; } = 5;

    public ulong SplitSeed { get; init; } = 1;
}
