using System.Globalization;

namespace BasedAI.Samples.TrainModels.Data;

/// <summary>Measurements of the cell nuclei in one sample, and 1 if the tumour was malignant.</summary>
public sealed record TumourCase(double[] Measurements, int Label);

/// <summary>
/// Reads WDBC (Wolberg et al., UCI 1995): a header line, then number, M or B, and 30 measurements: the mean, the standard error and the
/// mean of the three largest of ten properties.
/// </summary>
public static class TumourReader
{
    private static readonly string[] Properties =
    [
        "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry", "fractal dimension",
    ];

    /// <summary>Names of the measurements in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. new[] { "mean", "error", "worst" }.SelectMany(kind => Properties.Select(property => $"{property}, {kind}"))];

    public static IReadOnlyList<TumourCase> Read(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "medical", "wdbc.data");
        var cases = new List<TumourCase>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var fields = line.Split(',');
            if (fields.Length != Names.Count + 2 || fields[1] is not ("M" or "B"))
                throw new InvalidDataException($"{path}, line {cases.Count + 2}: expected a number, M or B, and {Names.Count} measurements.");
            cases.Add(new TumourCase(
                [.. fields.Skip(2).Select(field => double.Parse(field, CultureInfo.InvariantCulture))], fields[1] == "M" ? 1 : 0));
        }

        return cases;
    }
}
