using BasedAI.Samples.TrainModels.Data;

namespace BasedAI.Samples.TrainModels.Tumour;

/// <summary>Mean and standard deviation of each measurement over the training cases; the client subtracts the one and divides by the other.</summary>
public sealed record Standardization(double[] Means, double[] Deviations)
{
    public static Standardization Of(IReadOnlyList<TumourCase> cases)
    {
        var count = cases[0].Measurements.Length;
        var means = Enumerable.Range(0, count).Select(j => cases.Average(item => item.Measurements[j])).ToArray();
        var deviations = Enumerable.Range(0, count)
            .Select(j => Math.Sqrt(cases.Sum(item => Math.Pow(item.Measurements[j] - means[j], 2)) / cases.Count)).ToArray();
        return new Standardization(means, deviations);
    }

    public double[] Apply(double[] measurements) => [.. measurements.Select((value, j) => (value - Means[j]) / Deviations[j])];
}
