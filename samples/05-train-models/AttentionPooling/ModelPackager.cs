using System.Text.Json;
using BasedAI.Cerberus;
using BasedAI.Client.Text;
using BasedAI.Protocol;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>
/// Turns a trained folder into one a node can serve: compiles the weights to <c>plan.bin</c> and writes <c>model.json</c>, the manifest
/// with the card of the training inside. The same folder gives the same bytes.
/// </summary>
public static class ModelPackager
{
    private const string ReproduceCommand =
        "dotnet run -c Release --project samples/05-train-models -- train sentiment-mini --data DIR --out silo/models/sentiment-mini";

    /// <summary>One run on one thread, as the benchmark <c>plan</c> measured it; a constant, so that the same folder gives the same bytes.</summary>
    private const double EvaluateMilliseconds = 5.2;

    /// <summary>Packs <paramref name="directory"/> in place and returns the manifest.</summary>
    public static ModelManifest Pack(string directory)
    {
        var model = ModelFolder.Read(directory);
        var plan = AttentionPoolingCircuit.Compile(model.Weights);
        File.WriteAllBytes(Path.Combine(directory, "plan.bin"), plan.ToBytes());
        using var card = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory, "card.json")));

        var manifest = new ModelManifest
        {
            FormatVersion = ModelManifest.CurrentFormatVersion,
            Name = "sentiment-mini",
            Description = card.RootElement.GetProperty("summary").GetString()!,
            Task = "binary-classification",
            Labels = ["negative", "positive"],
            Input = InputManifest.Text(Tokenizer.Name, model.Weights.TokenCount, model.Weights.FeatureCount, constantFeature: false),
            Output = new OutputManifest(plan.Output.Layout, PerToken: false),
            Plans = [plan.Describe("default", EvaluateMilliseconds)],
            Files = new ModelFiles
            {
                Vocabulary = Reference(directory, "vocabulary.txt"),
                Embedding = Reference(directory, "embedding.bin"),
                Weights = Reference(directory, "weights.bin"),
            },
            Card = ReadCard(card.RootElement),
        };
        var json = JsonSerializer.Serialize(manifest, ProtocolJson.Indented.ModelManifest).ReplaceLineEndings("\n");
        File.WriteAllText(Path.Combine(directory, "model.json"), json + "\n");
        return manifest;
    }

    private static BlobRef Reference(string directory, string name)
        => BlobRef.Of(File.ReadAllBytes(Path.Combine(directory, name)), MediaTypes.ModelFile);

    /// <summary>The part of the training's own record that a user of the model reads before trusting it.</summary>
    private static Protocol.ModelCard ReadCard(JsonElement card)
    {
        var accuracy = card.GetProperty("accuracy");
        return new Protocol.ModelCard
        {
            Architecture = card.GetProperty("formula").GetString()! + ". " + card.GetProperty("isNot").GetString()!,
            ParameterCounts = new ParameterCounts(
                card.GetProperty("parameters").GetProperty("secret").GetInt64(),
                card.GetProperty("parameters").GetProperty("publicEmbedding").GetInt64()),
            Accuracy = new AccuracyReport(
                accuracy.GetProperty("set").GetString()! + "; " + accuracy.GetProperty("form").GetString()!,
                872,
                accuracy.GetProperty("mean").GetDouble(),
                accuracy.GetProperty("standardDeviation").GetDouble(),
                [.. accuracy.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetProperty("dev").GetDouble())],
                accuracy.GetProperty("shipped").GetDouble()),
            Data =
            [
                .. card.GetProperty("trainingData").EnumerateArray().Select(source => new DataSource(
                    source.GetProperty("name").GetString()! + " (" + source.GetProperty("use").GetString()! + ")",
                    source.GetProperty("citation").GetString()!,
                    source.GetProperty("licence").GetString()!)),
            ],
            Limits = [.. card.GetProperty("limits").EnumerateArray().Select(limit => limit.GetString()!)],
            NotPromised =
            [
                "Secrecy of the model: its answers can be used to imitate it, and this one's weights are published.",
                "That a probability you publish stays harmless: share the label or a rounded probability, never the raw decrypted values.",
                "That traffic is hidden: the network sees who asks, when, and how many bytes.",
            ],
            Reproduce = ReproduceCommand,
        };
    }
}
