using BasedAI.Fhe;
using BasedAI.Protocol;

namespace BasedAI.Client.Tests;

/// <summary>A manifest like the shipped model's, with few keys so that tests are quick.</summary>
internal static class SampleManifest
{
    private static readonly CkksParameters Parameters = CkksParameters.Create(new CkksParametersLiteral
    {
        LogN = 13,
        LogQ = [46, 39, 39, 39],
        LogP = [50],
        LogDefaultScale = 39,
    });

    public static ModelManifest Create(BlobRef? vocabulary = null, BlobRef? embedding = null) => new()
    {
        FormatVersion = 1,
        Name = "sample",
        Description = "",
        Task = "binary-classification",
        Labels = ["negative", "positive"],
        PlanId = new string('a', 64),
        Parameters = new ParametersManifest(13, [46, 39, 39, 39], [50], 39, 213, 128, Parameters.Id.ToString()),
        Input = new InputManifest("whole-word-v1", "token-feature-r2-v1", 32, 64, 2, 3, ["x", "x/n"]),
        Keys = new KeysManifest(2, [new GaloisKeyManifest(5, 0), new GaloisKeyManifest(25, 1)]),
        Files = new ModelFiles
        {
            Vocabulary = vocabulary ?? new BlobRef(new string('b', 64), 1, MediaTypes.ModelFile),
            Embedding = embedding ?? new BlobRef(new string('c', 64), 1, MediaTypes.ModelFile),
            Plan = new BlobRef(new string('a', 64), 1, MediaTypes.Plan),
        },
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
}
