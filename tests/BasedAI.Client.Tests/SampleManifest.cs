using BasedAI.Fhe;
using BasedAI.Protocol;

namespace BasedAI.Client.Tests;

/// <summary>Manifests like those of shipped models, with few keys so that tests are quick.</summary>
internal static class SampleManifest
{
    public static CkksParameters Parameters { get; } = CkksParameters.Create(new CkksParametersLiteral
    {
        LogN = 13,
        LogQ = [46, 39, 39, 39],
        LogP = [50],
        LogDefaultScale = 39,
    });

    public static CkksParameters OtherParameters { get; } = CkksParameters.Create(new CkksParametersLiteral
    {
        LogN = 13,
        LogQ = [45, 38, 38],
        LogP = [49],
        LogDefaultScale = 38,
    });

    /// <summary>One plan, two ports at different levels, a binary classification.</summary>
    public static ModelManifest Create(BlobRef? vocabulary = null, BlobRef? embedding = null) => new()
    {
        FormatVersion = ModelManifest.CurrentFormatVersion,
        Name = "sample",
        Description = "",
        Task = ModelTasks.BinaryClassification,
        Labels = ["negative", "positive"],
        Input = InputManifest.Text("whole-word-v1", 32, 64, constantFeature: false),
        Output = new OutputManifest("scalar-every-slot-v1", PerToken: false),
        Plans = [Plan()],
        Files = new ModelFiles
        {
            Vocabulary = vocabulary ?? new BlobRef(new string('b', 64), 1, MediaTypes.ModelFile),
            Embedding = embedding ?? new BlobRef(new string('c', 64), 1, MediaTypes.ModelFile),
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

    /// <summary>The same with a second plan that sends less, wants more keys and computes longer.</summary>
    public static ModelManifest WithTwoPlans() => Create() with { Plans = [Plan(), LeanPlan()] };

    /// <summary>Records of three numbers, four classes.</summary>
    public static ModelManifest OfRecords() => Create() with
    {
        Task = ModelTasks.Classification,
        Labels = ["north", "east", "south", "west"],
        Input = InputManifest.Record([new("radius", 14, 3.5), new("texture", 19, 4), new("smooth ness", 0.1, 0.01)]),
        Output = new OutputManifest("strided-8x4-v1", PerToken: false),
        Plans = [Plan() with { Ports = [new PortManifest("record", "record-p4-v1", 2, 1L << 39)] }],
        Files = new ModelFiles(),
    };

    public static PlanManifest Plan() => new()
    {
        Name = "fast",
        PlanId = new string('a', 64),
        Parameters = Describe(Parameters),
        Ports =
        [
            new PortManifest("x", "tokens-r2-a0-g1-o0-f0-e0-v1", 3, 1L << 39),
            new PortManifest("x/n", "tokens-r2-a0-g1-o0-f0-e3-v1", 2, 1L << 38),
        ],
        Keys = new KeysManifest(2, [new GaloisKeyManifest(5, 0), new GaloisKeyManifest(25, 1)]),
        File = new BlobRef(new string('a', 64), 1, MediaTypes.Plan),
        Cost = new PlanCost(3, 1, 1, 1, EvaluateMilliseconds: 100),
    };

    public static PlanManifest LeanPlan() => Plan() with
    {
        Name = "lean",
        PlanId = new string('d', 64),
        Parameters = Describe(OtherParameters),
        Ports = [new PortManifest("x", "tokens-r2-a0-g1-o0-f0-e0-v1", 0, 1L << 30)],
        Keys = new KeysManifest(2, [new GaloisKeyManifest(5, 2), new GaloisKeyManifest(25, 2), new GaloisKeyManifest(125, 2)]),
        File = new BlobRef(new string('d', 64), 1, MediaTypes.Plan),
        Cost = new PlanCost(5, 1, 1, 1, EvaluateMilliseconds: 300),
    };

    private static ParametersManifest Describe(CkksParameters parameters) => new(
        parameters.LogN, [.. parameters.Literal.LogQ], [.. parameters.Literal.LogP], parameters.Literal.LogDefaultScale, parameters.LogQP, 128, parameters.Id.ToString());
}
