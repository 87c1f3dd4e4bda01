using System.Text;
using System.Text.Json;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

/// <summary>A model folder a node can serve. Its plan is no plan: a node opens a plan only when a job runs.</summary>
internal static class TestModel
{
    public const string Name = "test-model";

    public static byte[] Plan { get; } = Encoding.UTF8.GetBytes("not a plan, but the bytes of one");

    public static string PlanId { get; } = BlobRef.Of(Plan, MediaTypes.Plan).Sha256;

    /// <summary>Writes <c>FOLDER/test-model</c> and returns the manifest.</summary>
    public static ModelManifest Write(string folder)
    {
        var model = Directory.CreateDirectory(Path.Combine(folder, Name)).FullName;
        var files = new ModelFiles
        {
            Vocabulary = WriteFile(model, "vocabulary.txt", "<unk>\ngood\nbad\n"u8, MediaTypes.ModelFile),
            Embedding = WriteFile(model, "embedding.bin", [1, 2, 3, 4], MediaTypes.ModelFile),
            Plan = WriteFile(model, "plan.bin", Plan, MediaTypes.Plan),
        };
        var manifest = Manifest(files);
        File.WriteAllBytes(Path.Combine(model, "model.json"), JsonSerializer.SerializeToUtf8Bytes(manifest, ProtocolJson.Indented.ModelManifest));
        return manifest;
    }

    private static ModelManifest Manifest(ModelFiles files) => new()
    {
        FormatVersion = 1,
        Name = Name,
        Description = "Nothing.",
        Task = "binary-classification",
        Labels = ["negative", "positive"],
        PlanId = files.Plan.Sha256,
        Parameters = new ParametersManifest(13, [46, 39, 39, 39], [50], 39, 213, 128, new string('0', 64)),
        Input = new InputManifest("whole-word-v1", "token-feature-r2-v1", 32, 64, 2, 3, ["x", "x/n"]),
        Keys = new KeysManifest(1, [new GaloisKeyManifest(5, 0)]),
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
