namespace BasedAI.Samples.TrainModels.Cards;

/// <summary>Mean of a figure over seeds, its standard deviation with n - 1 in the denominator, and the standard error of the mean.</summary>
public sealed record SeedStatistics(int Count, double Mean, double Deviation)
{
    public double StandardError => Deviation / Math.Sqrt(Count);

    public static SeedStatistics Of(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var mean = all.Average();
        var deviation = all.Length < 2 ? 0 : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
        return new SeedStatistics(all.Length, mean, deviation);
    }

    /// <summary>In percent, for a log.</summary>
    public override string ToString() =>
        $"{100 * Mean:F2} % (standard deviation {100 * Deviation:F2}, standard error {100 * StandardError:F2}, {Count} seeds)";
}
