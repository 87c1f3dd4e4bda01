using System.Text;
using System.Text.Json;

namespace BasedAI.Protocol.Tests;

public sealed class ModelManifestTests
{
    private static readonly ModelManifest Manifest = new()
    {
        FormatVersion = ModelManifest.CurrentFormatVersion,
        Name = "sample",
        Description = "Nothing.",
        Task = ModelTasks.Classification,
        Labels = ["a", "b"],
        Input = InputManifest.Text("whole-word-v1", 32, 64, constantFeature: true),
        Output = new OutputManifest("strided-128x2-v1", PerToken: true),
        Plans = [Plan("fast"), Plan("lean")],
        Files = new ModelFiles { Vocabulary = Blob("vocabulary"), Embedding = Blob("embedding"), Config = Blob("config"), Weights = Blob("weights") },
        Card = new ModelCard
        {
            Architecture = "",
            ParameterCounts = new ParameterCounts(1, 1),
            Accuracy = new AccuracyReport("", 1, 1, 0, [1], 1),
            Data = [],
            Limits = [],
            NotPromised = [],
            Reproduce = "",
        },
    };

    [Fact]
    public void A_manifest_survives_its_text_with_every_scale_exact()
    {
        var json = Json(Manifest);
        var read = ModelManifest.Parse(json);
        Assert.Equal(json, Json(read));
        Assert.Equal([8589934591.000002, 1.0 / 3], read.Plans[1].Ports.Select(port => port.Scale));
    }

    [Fact]
    public void A_record_input_names_its_numbers_and_nothing_of_a_text()
    {
        var json = JsonSerializer.Serialize(InputManifest.Record([new FeatureManifest("radius", 14.1, 3.5)]), ProtocolJson.Default.InputManifest);
        Assert.Equal("""{"kind":"record","features":[{"name":"radius","mean":14.1,"deviation":3.5}]}""", json);
    }

    [Theory]
    [InlineData(1, "Pack the model again")]
    [InlineData(3, "Update this program")]
    public void Another_version_is_told_as_such_whatever_else_the_document_lacks(int version, string remedy)
    {
        var exception = Assert.Throws<ManifestVersionException>(() => ModelManifest.Parse(Encoding.UTF8.GetBytes($$"""{"formatVersion":{{version}},"planId":"aa"}""")));
        Assert.Equal(version, exception.Version);
        Assert.Contains($"format version {version}", exception.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"formatVersion\":\"2\"}")]
    [InlineData("{\"formatVersion\":2}")]
    [InlineData("{\"formatVersion\":2.5}")]
    public void What_is_no_manifest_is_a_json_error(string json)
        => Assert.ThrowsAny<JsonException>(() => ModelManifest.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_node_must_hold_the_plans_and_every_file_that_is_named()
    {
        Assert.Equal(
            ["plans.fast.file", "plans.lean.file", "files.vocabulary", "files.embedding", "files.config", "files.weights"],
            Manifest.AllFiles().Select(file => file.Place));
        Assert.Equal(2, (Manifest with { Files = new ModelFiles() }).AllFiles().Count());
    }

    private static byte[] Json(ModelManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, ProtocolJson.Indented.ModelManifest);

    private static PlanManifest Plan(string name) => new()
    {
        Name = name,
        PlanId = Blob(name).Sha256,
        Parameters = new ParametersManifest(13, [46, 39], [50], 39, 135, 128, new string('0', 64)),
        Ports = [new PortManifest("x", "tokens-r2-a0-g1-o0-f0-e0-v1", 1, 8589934591.000002), new PortManifest("y", "tokens-r2-a0-g1-o0-f0-e3-v1", 0, 1.0 / 3)],
        Keys = new KeysManifest(1, [new GaloisKeyManifest(5, 0)]),
        File = Blob(name),
        Cost = new PlanCost(1, 2, 3, 4, 5.5),
    };

    private static BlobRef Blob(string content) => BlobRef.Of(Encoding.UTF8.GetBytes(content), MediaTypes.ModelFile);
}
