using System.Diagnostics;
using System.Text.Json;
using BasedAI.Cerberus;
using BasedAI.Client.Text;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary>
/// Turns a model's folder into one a node can serve: a plan file for each plan, and <c>model.json</c>, the manifest with the card of the training inside. The same folder gives the
/// same plans; the measured milliseconds are this machine's.
/// </summary>
internal static class ModelPacking
{
    private const int MeasuredRuns = 3;

    /// <summary>Packs a folder in place.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="plans">Plans by name, the default first.</param>
    /// <param name="display">Told what happens.</param>
    public static ModelManifest Pack(SqueezeFolder folder, IReadOnlyList<(string Name, CompiledModel Model)> plans, ProgressDisplay display)
    {
        var card = TrainingCard.Read(Path.Combine(folder.Path, "card.json"));
        var manifests = new List<PlanManifest>();
        foreach (var (name, model) in plans)
        {
            display.Now($"{name}: writing and measuring");
            var plan = model.ToPlan(PredictedNoise.BitsOf(model));
            File.WriteAllBytes(Path.Combine(folder.Path, $"{name}.plan.bin"), plan.ToBytes());
            manifests.Add(plan.Describe(name, Measure(plan)));
        }

        bool isRecord = folder.Graph.Input.IsRecord;
        int outputs = folder.Graph.OutputCount;
        var labels = folder.Config.Labels ?? card.Labels;
        var manifest = new ModelManifest
        {
            FormatVersion = ModelManifest.CurrentFormatVersion,
            Name = folder.Config.Name,
            Description = card.Summary,
            Task = labels.Count == 0 ? ModelTasks.Embedding : outputs == 1 ? ModelTasks.BinaryClassification : ModelTasks.Classification,
            Labels = labels,
            Input = isRecord
                ? InputManifest.Record([.. (folder.Config.Input.Record ?? throw CliException.BadInput("config.json names no features (input.record).")).Select(static f => new FeatureManifest(f.Name, f.Mean, f.Deviation))])
                : InputManifest.Text(Tokenizer.Name, folder.Graph.Input.Tokens, folder.Graph.Input.Features, folder.Graph.Input.HasConstantFeature),
            Output = new OutputManifest(plans[0].Model.OutputLayout, PerToken: !isRecord),
            Plans = manifests,
            Files = new ModelFiles
            {
                Vocabulary = isRecord ? null : Reference(folder, "vocabulary.txt"),
                Embedding = isRecord ? null : Reference(folder, "embedding.bin"),
                Config = Reference(folder, "config.json"),
                Weights = Reference(folder, "model.safetensors"),
            },
            Card = card.ToModelCard(),
        };
        string json = JsonSerializer.Serialize(manifest, ProtocolJson.Indented.ModelManifest).ReplaceLineEndings("\n");
        File.WriteAllText(Path.Combine(folder.Path, "model.json"), json + "\n");
        return manifest;
    }

    private static BlobRef Reference(SqueezeFolder folder, string name) => BlobRef.Of(File.ReadAllBytes(Path.Combine(folder.Path, name)), MediaTypes.ModelFile);

    /// <summary>The least of some runs on one thread, on inputs that hold nothing.</summary>
    private static double Measure(ExecutionPlan plan)
    {
        using var executor = new PlanExecutor(plan);
        executor.Rehearse();
        return Math.Round(Enumerable.Range(0, MeasuredRuns).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            executor.Rehearse();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }), 1);
    }
}
