using System.Text.Json;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary>The file <c>card.json</c> that a trainer writes: what a user of the model reads before trusting it.</summary>
internal sealed class TrainingCard
{
    private readonly JsonElement _root;

    private TrainingCard(JsonElement root) => _root = root;

    /// <summary>One sentence.</summary>
    public string Summary => Text(_root, "summary");

    /// <summary>Names of the classes; none for a model that gives a vector.</summary>
    public IReadOnlyList<string> Labels => _root.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Array
        ? [.. labels.EnumerateArray().Select(static label => label.ToString())] : [];

    /// <summary>Reads a card.</summary>
    public static TrainingCard Read(string path)
    {
        if (!File.Exists(path)) throw CliException.BadInput($"There is no '{path}'. A model is served with its card: what it was trained on, how good it is, what it is not.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new TrainingCard(document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            throw CliException.BadInput($"'{path}' is no JSON: {exception.Message}");
        }
    }

    /// <summary>The part that travels in the manifest.</summary>
    public ModelCard ToModelCard()
    {
        try
        {
            JsonElement accuracy = _root.GetProperty("accuracy"), parameters = _root.GetProperty("parameters");
            double shipped = accuracy.GetProperty("shipped").GetDouble();
            return new ModelCard
            {
                Architecture = $"{Text(_root, "formula")}. {Text(_root, "isNot")}",
                ParameterCounts = new ParameterCounts(
                    parameters.GetProperty("secret").GetInt64(), parameters.TryGetProperty("publicEmbedding", out var embedding) ? embedding.GetInt64() : 0),
                Accuracy = new AccuracyReport(
                    $"{Text(accuracy, "set")}; {Text(accuracy, "form")}",
                    accuracy.GetProperty("count").GetInt32(),
                    Number(accuracy, "mean") ?? shipped,
                    Number(accuracy, "standardDeviation") ?? 0,
                    accuracy.TryGetProperty("seeds", out var seeds) ? [.. seeds.EnumerateArray().Select(static seed => seed.GetProperty("accuracy").GetDouble())] : [shipped],
                    shipped),
                Data = [.. _root.GetProperty("trainingData").EnumerateArray().Select(static source => new DataSource(
                    $"{Text(source, "name")} ({Text(source, "use")})", Text(source, "citation"), Text(source, "licence")))],
                Limits = [.. _root.GetProperty("limits").EnumerateArray().Select(static limit => limit.GetString()!)],
                NotPromised =
                [
                    "Secrecy of the model: its answers can be used to imitate it, and this one's weights are published.",
                    "That a probability you publish stays harmless: share the label or a rounded probability, never the raw decrypted values.",
                    "That traffic is hidden: the network sees who asks, when, and how many bytes.",
                ],
                Reproduce = Text(_root, "reproduce"),
            };
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw CliException.BadInput($"card.json lacks a member or has one of another kind: {exception.Message} It needs summary, formula, isNot, parameters, accuracy, trainingData, limits and reproduce.");
        }
    }

    private static double? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    /// <summary>A member whatever the case of its name.</summary>
    private static string Text(JsonElement element, string name) =>
        element.EnumerateObject().FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Name: not null, Value.ValueKind: JsonValueKind.String } found
            ? found.Value.GetString()!
            : throw new KeyNotFoundException($"there is no text \"{name}\".");
}
