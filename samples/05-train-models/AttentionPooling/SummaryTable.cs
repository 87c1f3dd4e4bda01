namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>The table at the end of a run.</summary>
public static class SummaryTable
{
    public static void Write(AttentionPoolingSummary summary, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("  seed   dev right   dev %   before int8   train %   max |score|   max |logit|");
        output.WriteLine("  ----   ---------   -----   -----------   -------   -----------   -----------");
        foreach (var seed in summary.Seeds)
            output.WriteLine(
                $"  {seed.Seed,4}   {seed.Dev.Correct,5}/{seed.Dev.Count}   {100 * seed.Dev.Accuracy,5:F2}   "
                + $"{100 * seed.FloatDevAccuracy,11:F2}   "
                + $"{100 * seed.Train.Accuracy,7:F2}   {Math.Max(seed.Dev.MaxScore, seed.Train.MaxScore),11:F2}   "
                + $"{Math.Max(seed.Dev.MaxLogit, seed.Train.MaxLogit),11:F2}"
                + (seed == summary.Shipped ? "   <- shipped" : ""));
        output.WriteLine();
        output.WriteLine(
            $"  dev accuracy {100 * summary.Dev.Mean:F2} % +- {100 * summary.Dev.Deviation:F2} "
            + $"(mean and standard deviation of {summary.Seeds.Count} seeds); "
            + $"unknown words {100 * summary.Shipped.Dev.UnknownRate:F2} %, sentences cut {100 * summary.Shipped.Dev.TruncationRate:F2} %");
        output.WriteLine();
    }
}
