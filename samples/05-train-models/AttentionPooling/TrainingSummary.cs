namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>The outcome of a run.</summary>
public sealed record TrainingSummary(IReadOnlyList<SeedResult> Seeds, SeedResult Shipped, long ModelBytes, TimeSpan Elapsed)
{
    public double MeanDevAccuracy => Seeds.Average(seed => seed.Dev.Accuracy);

    /// <summary>Standard deviation over seeds with n - 1 in the denominator; 0 for one seed.</summary>
    public double DevAccuracyDeviation => Seeds.Count < 2
        ? 0
        : Math.Sqrt(Seeds.Sum(seed => Math.Pow(seed.Dev.Accuracy - MeanDevAccuracy, 2)) / (Seeds.Count - 1));
}
