using System.Text.Json;
using BasedAI.Cerberus;
using BasedAI.Client.Text;
using BasedAI.Fhe;
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

    /// <summary>Packs <paramref name="directory"/> in place and returns the manifest.</summary>
    public static ModelManifest Pack(string directory)
    {
        var model = ModelFolder.Read(directory);
        var plan = AttentionPoolingCircuit.Compile(model.Weights);
        File.WriteAllBytes(Path.Combine(directory, "plan.bin"), plan.ToBytes());
        using var card = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory, "card.json")));

        var manifest = new ModelManifest
        {
            FormatVersion = 1,
            Name = "sentiment-mini",
            Description = card.RootElement.GetProperty("summary").GetString()!,
            Task = "binary-classification",
            Labels = ["negative", "positive"],
            PlanId = plan.Id,
            Parameters = Describe(plan.CheckedParameters),
            Input = Describe(plan, model),
            Keys = new KeysManifest(
                plan.RequiredKeys.RelinearizationLevel,
                [.. plan.RequiredKeys.Galois.Select(key => new GaloisKeyManifest(key.Element.Value, key.Level))]),
            Files = new ModelFiles
            {
                Vocabulary = Reference(directory, "vocabulary.txt", MediaTypes.ModelFile),
                Embedding = Reference(directory, "embedding.bin", MediaTypes.ModelFile),
                Weights = Reference(directory, "weights.bin", MediaTypes.ModelFile),
                Plan = Reference(directory, "plan.bin", MediaTypes.Plan),
            },
            Card = ReadCard(card.RootElement),
        };
        var json = JsonSerializer.Serialize(manifest, ProtocolJson.Indented.ModelManifest).ReplaceLineEndings("\n");
        File.WriteAllText(Path.Combine(directory, "model.json"), json + "\n");
        return manifest;
    }

    private static ParametersManifest Describe(CkksParameters parameters) => new(
        parameters.LogN,
        [.. parameters.Literal.LogQ],
        [.. parameters.Literal.LogP],
        parameters.Literal.LogDefaultScale,
        Math.Round(parameters.LogQP, 3),
        (int)parameters.Security,
        parameters.Id.ToString());

    private static InputManifest Describe(ExecutionPlan plan, ModelFolder model)
    {
        var layout = plan.Inputs[0].Layout;
        var replicas = plan.CheckedParameters.MaxSlots / (model.Weights.TokenCount * model.Weights.FeatureCount);
        return new InputManifest(
            Tokenizer.Name,
            layout,
            model.Weights.TokenCount,
            model.Weights.FeatureCount,
            replicas,
            plan.Inputs[0].Level,
            [.. plan.Inputs.Select(port => port.Name)]);
    }

    private static BlobRef Reference(string directory, string name, string mediaType)
        => BlobRef.Of(File.ReadAllBytes(Path.Combine(directory, name)), mediaType);

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
