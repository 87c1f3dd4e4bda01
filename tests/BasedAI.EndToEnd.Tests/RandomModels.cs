using System.Text;
using System.Text.Json;
using BasedAI.Cerberus;
using BasedAI.Client.Text;
using BasedAI.Protocol;

namespace BasedAI.EndToEnd.Tests;

/// <summary>
/// Models with random weights, compiled and packed as shipped ones are: one transformer block with a fast and a lean plan, as a classifier and as an
/// embedding, and a network for records. Layers and weights are published, so that every answer can be compared.
/// </summary>
internal static class RandomModels
{
    private const int Tokens = 32, Features = 64, Hidden = 128, Diagonals = 16;

    public static string[] Labels { get; } = ["flu", "urinary tract infection", "migraine", "asthma"];

    public static string[] Columns { get; } = [.. Enumerable.Range(0, 30).Select(i => $"feature {i}")];

    /// <summary>Four classes of texts, plans "fast" and "lean".</summary>
    public static void WriteClassifier(string folder) => WriteText(folder, "classifier", Labels, new Random(1));

    /// <summary>The pooled row of a text, plans "fast" and "lean".</summary>
    public static void WriteEmbedding(string folder) => WriteText(folder, "embedding", [], new Random(2));

    /// <summary>A binary classification of records of 30 numbers.</summary>
    public static void WriteRecords(string folder)
    {
        var random = new Random(3);
        FeatureManifest[] features = [.. Columns.Select((column, i) => new FeatureManifest(column, i, 1 + (i / 10.0)))];
        var config = $$"""
            { "formatVersion": 1, "name": "records", "input": { "kind": "record", "features": {{features.Length}} },
              "layers": [
                { "name": "linear1", "type": "Linear", "in": {{features.Length}}, "out": 16, "inputs": ["input"] },
                { "name": "activation", "type": "Polynomial", "degree": 2, "inputs": ["linear1"] },
                { "name": "linear2", "type": "Linear", "in": 16, "out": 1, "inputs": ["activation"] } ] }
            """;
        var tensors = new Dictionary<string, Tensor>
        {
            ["linear1.weight"] = Draw(random, 0.3, 16, features.Length),
            ["linear1.bias"] = Draw(random, 0.1, 16),
            ["activation.coefficients"] = Of([0, 0.5f, 0.3f], 3),
            ["linear2.weight"] = Draw(random, 0.5, 1, 16),
            ["linear2.bias"] = Draw(random, 0.2, 1),
        };
        Write(folder, "records", ModelTasks.BinaryClassification, ["benign", "malignant"], InputManifest.Record(features), new ModelFiles(), config, tensors, ["default"]);
    }

    private static void WriteText(string folder, string name, string[] labels, Random random)
    {
        var layers = new List<string>
        {
            """{ "name": "attention", "type": "MultiheadAttention", "heads": 1, "headFeatures": 64, "scoreScale": 0.015625, "score": { "name": "score", "inputs": [], "type": "Polynomial", "coefficients": [0, 0, 1] }, "normalization": "length", "inputs": ["input"] }""",
            """{ "name": "residual1", "type": "Residual", "inputs": ["input", "attention"] }""",
            """{ "name": "linear1", "type": "Linear", "in": 64, "out": 128, "inputs": ["residual1"] }""",
            """{ "name": "activation", "type": "Polynomial", "degree": 2, "inputs": ["linear1"] }""",
            """{ "name": "linear2", "type": "Linear", "in": 128, "out": 64, "inputs": ["activation"] }""",
            """{ "name": "residual2", "type": "Residual", "inputs": ["residual1", "linear2"] }""",
            """{ "name": "pool", "type": "MeanPool", "inputs": ["residual2"] }""",
        };
        if (labels.Length > 0) layers.Add($$"""{ "name": "classifier", "type": "Linear", "in": 64, "out": {{labels.Length}}, "inputs": ["pool"] }""");
        var config = $$"""
            { "formatVersion": 1, "name": "{{name}}", "input": { "kind": "tokens", "tokens": 32, "features": 64, "constantFeature": true },
              "layers": [ {{string.Join(",\n    ", layers)}} ] }
            """;
        float[] identity = [.. Enumerable.Range(0, Features * Features).Select(i => i % (Features + 1) == 0 ? 1f : 0f)];
        var tensors = new Dictionary<string, Tensor>
        {
            ["attention.in_proj_weight"] = Of([.. Diagonal(random, 0.4, Features), .. identity, .. identity], 3 * Features, Features),
            ["attention.out_proj.weight"] = Of([.. Diagonal(random, 0.2, Features).Select((value, i) => i / Features == Features - 1 ? 0 : value)], Features, Features),
            ["attention.score_offset"] = Of([0], 1),
            ["linear1.weight"] = Of(Diagonal(random, 0.2, Hidden), Hidden, Features),
            ["linear1.bias"] = Of(new float[Hidden], Hidden),
            ["activation.coefficients"] = Of([0, 0.5f, -0.3f], 3),
            ["linear2.weight"] = Draw(random, 0.1, Features, Hidden),
        };
        if (labels.Length > 0)
        {
            tensors["linear2.bias"] = Draw(random, 0.1, Features);
            tensors["classifier.weight"] = Draw(random, 0.3, labels.Length, Features);
            tensors["classifier.bias"] = Draw(random, 0.3, labels.Length);
        }

        var model = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        string[] words = ["<unk>", "fever", "cough", "itching", "pain", "head", "my", "i", "have", "a", "and"];
        sbyte[] quantized = [.. Enumerable.Range(0, words.Length * (Features - 1)).Select(_ => (sbyte)random.Next(-127, 128))];
        float[] positions = [.. Enumerable.Range(0, Tokens * (Features - 1)).Select(_ => (float)(0.2 * random.NextDouble()))];
        using var vocabulary = new MemoryStream();
        new Vocabulary(words).Write(vocabulary);
        using var embedding = new MemoryStream();
        new EmbeddingTable(Features - 1, Enumerable.Repeat(0.01f, words.Length).ToArray(), quantized, positions).Write(embedding);
        var files = new ModelFiles { Vocabulary = WriteFile(model, "vocabulary.txt", vocabulary.ToArray()), Embedding = WriteFile(model, "embedding.bin", embedding.ToArray()) };
        var task = labels.Length > 0 ? ModelTasks.Classification : ModelTasks.Embedding;
        Write(folder, name, task, labels, InputManifest.Text(Tokenizer.Name, Tokens, Features, constantFeature: true), files, config, tensors, ["fast", "lean"]);
    }

    private static void Write(
        string folder, string name, string task, string[] labels, InputManifest input, ModelFiles files, string config, Dictionary<string, Tensor> tensors, string[] planNames)
    {
        var model = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        using var weights = new MemoryStream();
        SafetensorsFile.Write(weights, tensors);
        var graph = ModelLoader.Load(ModelConfig.Read(Encoding.UTF8.GetBytes(config)), tensors);
        var plans = new List<PlanManifest>();
        foreach (var planName in planNames)
        {
            var options = new CompilerOptions { Shifts = planName == "lean" ? ShiftSource.Spread : ShiftSource.Client, Diagonals = Diagonals };
            var plan = PassPipeline.CreateDefault().Run(graph, new PassContext { Options = options }).Result.Model!.ToPlan();
            File.WriteAllBytes(Path.Combine(model, $"{planName}.plan.bin"), plan.ToBytes());
            plans.Add(plan.Describe(planName, planName == "lean" ? 400 : 200));
        }

        var manifest = new ModelManifest
        {
            FormatVersion = ModelManifest.CurrentFormatVersion,
            Name = name,
            Description = "Random weights.",
            Task = task,
            Labels = labels,
            Input = input,
            Output = new OutputManifest(OutputOf(Path.Combine(model, $"{planNames[0]}.plan.bin")), PerToken: input.Kind == InputManifest.TextKind),
            Plans = plans,
            Files = files with { Config = WriteFile(model, "config.json", Encoding.UTF8.GetBytes(config)), Weights = WriteFile(model, "model.safetensors", weights.ToArray()) },
            Card = new ModelCard
            {
                Architecture = "",
                ParameterCounts = new ParameterCounts(1, 1),
                Accuracy = new AccuracyReport("", 1, 0, 0, [0], 0),
                Data = [],
                Limits = [],
                NotPromised = [],
                Reproduce = "",
            },
        };
        File.WriteAllBytes(Path.Combine(model, "model.json"), JsonSerializer.SerializeToUtf8Bytes(manifest, ProtocolJson.Default.ModelManifest));
    }

    private static string OutputOf(string plan) => ExecutionPlan.Read(File.ReadAllBytes(plan)).Output.Layout;

    // Unit o reads feature i only where (i − o) mod 64 is below 16, as the diagonals that stay.
    private static float[] Diagonal(Random random, double size, int units)
        => [.. Enumerable.Range(0, units * Features).Select(k => ((k % Features) - (k / Features) + units) % Features < Diagonals ? Number(random, size) : 0)];

    private static Tensor Draw(Random random, double size, params int[] shape)
        => Of([.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => Number(random, size))], shape);

    private static float Number(Random random, double size) => (float)(size * ((2 * random.NextDouble()) - 1));

    private static Tensor Of(float[] values, params int[] shape) => new(shape, values);

    private static BlobRef WriteFile(string folder, string name, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(folder, name), content);
        return BlobRef.Of(content, MediaTypes.ModelFile);
    }
}
