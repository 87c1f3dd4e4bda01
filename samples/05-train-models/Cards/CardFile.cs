using System.Text.Encodings.Web;
using System.Text.Json;

namespace BasedAI.Samples.TrainModels.Cards;

/// <summary>Writes <c>card.json</c>: what a model is, what it was made of, how good it is, and what it is not.</summary>
public static class CardFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(string directory, object card) =>
        File.WriteAllText(Path.Combine(directory, "card.json"), JsonSerializer.Serialize(card, Format).ReplaceLineEndings("\n") + "\n");

    /// <summary>Four decimals: as many as an accuracy or a range deserves here.</summary>
    public static double Round(double value) => Math.Round(value, 4);

    /// <summary>Accuracies on parts of the training data.</summary>
    public static object Describe(SeedStatistics statistics, string set) => new
    {
        set,
        runs = statistics.Count,
        mean = Round(statistics.Mean),
        standardDeviation = Round(statistics.Deviation),
    };

    public static double[] Round(IEnumerable<double> values) => [.. values.Select(Round)];
}
