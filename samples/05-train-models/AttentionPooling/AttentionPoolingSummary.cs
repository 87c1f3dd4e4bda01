using BasedAI.Samples.TrainModels.Cards;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>The outcome of a run.</summary>
public sealed record AttentionPoolingSummary(IReadOnlyList<SeedResult> Seeds, SeedResult Shipped, long ModelBytes)
{
    public SeedStatistics Dev => SeedStatistics.Of(Seeds.Select(seed => seed.Dev.Accuracy));
}
