using System.Text;
using System.Text.Json;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

/// <summary>A model folder a node can serve. Its plan is no plan: a node opens a plan only when a job runs.</summary>
internal static class TestModel
{
    public const string Name = "test-model";

    public static byte[] Plan { get; } = Encoding.UTF8.GetBytes("not a plan, but the bytes of one");

    public static byte[] LeanPlan { get; } = Encoding.UTF8.GetBytes("not a plan either");

    public static string PlanId { get; } = BlobRef.Of(Plan, MediaTypes.Plan).Sha256;

    public static string LeanPlanId { get; } = BlobRef.Of(LeanPlan, MediaTypes.Plan).Sha256;

    /// <summary>Writes <c>FOLDER/NAME</c> and returns the manifest.</summary>
    public static ModelManifest Write(string folder, string name = Name)
    {
        var model = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        var files = new ModelFiles
        {
            Vocabulary = WriteFile(model, "vocabulary.txt", "<unk>\ngood\nbad\n"u8, MediaTypes.ModelFile),
            Embedding = WriteFile(model, "embedding.bin", [1, 2, 3, 4], MediaTypes.ModelFile),
        };
        PlanManifest[] plans =
        [
            Describe("fast", WriteFile(model, "fast.plan.bin", Plan, MediaTypes.Plan)),
            Describe("lean", WriteFile(model, "lean.plan.bin", LeanPlan, MediaTypes.Plan)),
        ];
        var manifest = Manifest(name, files, plans);
        File.WriteAllBytes(Path.Combine(model, "model.json"), JsonSerializer.SerializeToUtf8Bytes(manifest, ProtocolJson.Indented.ModelManifest));
        return manifest;
    }

    private static PlanManifest Describe(string name, BlobRef file) => new()
    {
        Name = name,
        PlanId = file.Sha256,
        Parameters = new ParametersManifest(13, [46, 39, 39, 39], [50], 39, 213, 128, new string('0', 64)),
        Ports = [new PortManifest("x", "tokens-r2-a0-g1-o0-f0-e0-v1", 3, 1L << 39)],
        Keys = new KeysManifest(1, [new GaloisKeyManifest(5, 0)]),
        File = file,
        Cost = new PlanCost(1, 1, 1, 1, 1),
    };

    private static ModelManifest Manifest(string name, ModelFiles files, PlanManifest[] plans) => new()
    {
        FormatVersion = ModelManifest.CurrentFormatVersion,
        Name = name,
        Description = "Nothing.",
        Task = "binary-classification",
        Labels = ["negative", "positive"],
        Input = InputManifest.Text("whole-word-v1", 32, 64, constantFeature: false),
        Output = new OutputManifest("scalar-every-slot-v1", PerToken: false),
        Plans = plans,
        Files = files,
        Card = new ModelCard
        {
            Architecture = "none",
            ParameterCounts = new ParameterCounts(0, 0),
            Accuracy = new AccuracyReport("none", 0, 0, 0, [], 0),
            Data = [],
            Limits = ["everything"],
            NotPromised = ["anything"],
            Reproduce = "this file",
        },
    };

    private static BlobRef WriteFile(string folder, string name, ReadOnlySpan<byte> content, string mediaType)
    {
        File.WriteAllBytes(Path.Combine(folder, name), content);
        return BlobRef.Of(content, mediaType);
    }
}
