using BasedAI.Protocol;

namespace BasedAI.Client.Tests.Models;

/// <summary>Nothing in a manifest is believed.</summary>
public sealed class ModelRequirementsTests
{
    private static readonly ModelManifest Good = SampleManifest.Create();

    public static TheoryData<string, string> Wrong => new()
    {
        { "version", "format version 3" },
        { "old version", "format version 1" },
        { "task", "its task" },
        { "one label", "two different labels" },
        { "same labels", "not all different labels" },
        { "label with escape", "a label is" },
        { "labels of an embedding", "no labels" },
        { "one class", "2 to 1024" },
        { "input kind", "of the kind 'image'" },
        { "tokenizer", "tokenizer" },
        { "no tokens", "no number of tokens" },
        { "many tokens", "100000 tokens" },
        { "constant unsaid", "whether one of them is constant" },
        { "no features", "0 features" },
        { "many features", "5000 features" },
        { "feature name", "its feature 'a [2Jb'" },
        { "feature twice", "same name" },
        { "feature deviation", "deviation above 0" },
        { "per token record", "sum over tokens" },
        { "output", "answer has the layout" },
        { "output count", "has 4 values, its task 1" },
        { "output beyond the slots", "reaches slot 8191" },
        { "no plans", "0 plans" },
        { "many plans", "9 plans" },
        { "plan twice", "same plan id" },
        { "plan name twice", "same name" },
        { "plan name", "a plan's name" },
        { "plan", "plan id" },
        { "weak", "not safe" },
        { "no special primes", "not safe or not valid" },
        { "many primes", "more than" },
        { "digest", "digest" },
        { "no ports", "0 inputs" },
        { "many ports", "65 inputs" },
        { "layout", "layout" },
        { "layout of a record", "layout" },
        { "other slot count", "2048 slots" },
        { "period too small", "2 places" },
        { "period too large", "8192 places" },
        { "port level", "at level 4" },
        { "negative level", "at level -1" },
        { "scale", "at the scale" },
        { "scale not a number", "at the scale" },
        { "scale beyond the modulus", "at the scale" },
        { "time", "said to take" },
        { "relinearisation", "relinearisation key at level 4" },
        { "even element", "element 6" },
        { "large element", "element 16385" },
        { "element twice", "element 5" },
        { "key level", "at level 9" },
        { "many keys", "at most" },
        { "large keys", "bytes of keys" },
    };

    [Fact]
    public void A_good_manifest_gives_its_own_parameters_keys_and_ports()
    {
        var model = ModelRequirements.Of(Good);
        var plan = Assert.Single(model.Plans);
        Assert.Equal(ModelTask.BinaryClassification, model.Task);
        Assert.Equal(("fast", SampleManifest.Parameters.Id), (plan.Name, plan.Parameters.Id));
        Assert.Equal(128, (int)plan.Parameters.Security);
        Assert.Equal((2, 2), (plan.Keys.RelinearizationLevel, plan.Keys.Galois.Length));
        Assert.Equal([(3, 39.0), (2, 38.0)], plan.Ports.Select(port => (port.Level, port.Scale.Log2)));
        Assert.Equal(new OutputLayout(1, 1), plan.Output);
        Assert.Equal(TimeSpan.FromMilliseconds(100), plan.Evaluation);
    }

    [Fact]
    public void A_record_model_has_features_in_order()
    {
        var model = ModelRequirements.Of(SampleManifest.OfRecords());
        Assert.Null(model.Text);
        Assert.Equal(["radius", "texture", "smooth ness"], model.Record!.Features.Select(feature => feature.Name));
        Assert.Equal((ModelTask.Classification, new OutputLayout(8, 4)), (model.Task, model.DefaultPlan.Output));
    }

    [Fact]
    public void Plans_are_found_by_name_and_a_wrong_name_is_told_the_right_ones()
    {
        var model = ModelRequirements.Of(SampleManifest.WithTwoPlans());
        Assert.Equal("lean", model.GetPlan("lean").Name);
        Assert.Same(model.Plans[0], model.DefaultPlan);
        Assert.Contains("'fast', 'lean'", Assert.Throws<PlanChoiceException>(() => model.GetPlan("slow")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_manifest_is_refused_with_the_reason(string how, string reason)
        => Assert.Contains(reason, Assert.Throws<UnsupportedModelException>(() => ModelRequirements.Of(Spoil(how))).Message, StringComparison.Ordinal);

    private static ModelManifest Spoil(string how)
    {
        var (plan, records) = (Good.Plans[0], SampleManifest.OfRecords());
        var (p, keys, port, features) = (plan.Parameters, plan.Keys, plan.Ports[0], records.Input.Features!);
        ModelManifest WithPlan(PlanManifest changed) => Good with { Plans = [changed] };
        ModelManifest WithPort(PortManifest changed) => WithPlan(plan with { Ports = [changed] });
        ModelManifest WithKeys(KeysManifest changed) => WithPlan(plan with { Keys = changed });
        ModelManifest WithFeatures(params FeatureManifest[] changed) => records with { Input = records.Input with { Features = changed } };
        return how switch
        {
            "version" => Good with { FormatVersion = 3 },
            "old version" => Good with { FormatVersion = 1 },
            "task" => Good with { Task = "generation" },
            "one label" => Good with { Labels = ["x"] },
            "same labels" => Good with { Labels = ["x", "X"] },
            "label with escape" => Good with { Labels = ["x", "\u001b[2J"] },
            "labels of an embedding" => Good with { Task = ModelTasks.Embedding },
            "one class" => Good with { Task = ModelTasks.Classification, Labels = ["x"] },
            "input kind" => Good with { Input = Good.Input with { Kind = "image" } },
            "tokenizer" => Good with { Input = Good.Input with { Tokenizer = "whole-word-v2" } },
            "no tokens" => Good with { Input = Good.Input with { MaxTokens = null } },
            "many tokens" => Good with { Input = Good.Input with { MaxTokens = 100_000 } },
            "constant unsaid" => Good with { Input = Good.Input with { ConstantFeature = null } },
            "no features" => WithFeatures(),
            "many features" => WithFeatures([.. Enumerable.Range(0, 5000).Select(i => new FeatureManifest($"f{i}", 0, 1))]),
            "feature name" => WithFeatures(features[0] with { Name = "a\u001b[2Jb" }),
            "feature twice" => WithFeatures(features[0], features[0] with { Name = "RADIUS" }),
            "feature deviation" => WithFeatures(features[0] with { Deviation = 0 }),
            "per token record" => records with { Output = records.Output with { PerToken = true } },
            "output" => Good with { Output = Good.Output with { Layout = "scalar-somewhere-v1" } },
            "output count" => Good with { Output = Good.Output with { Layout = "strided-8x4-v1" } },
            "output beyond the slots" => Good with { Task = ModelTasks.Embedding, Labels = [], Output = new OutputManifest("strided-8191x2-v1", false) },
            "no plans" => Good with { Plans = [] },
            "many plans" => Good with { Plans = [.. Enumerable.Range(0, 9).Select(i => plan with { Name = $"p{i}" })] },
            "plan twice" => Good with { Plans = [plan, plan with { Name = "lean" }] },
            "plan name twice" => Good with { Plans = [plan, plan with { PlanId = new string('f', 64) }] },
            "plan name" => WithPlan(plan with { Name = "../x" }),
            "plan" => WithPlan(plan with { PlanId = "../../etc" }),
            "weak" => WithPlan(plan with { Parameters = p with { LogQ = [46, 39, 39, 39, 39], SecurityBits = 128 } }),
            "no special primes" => WithPlan(plan with { Parameters = p with { LogP = [] } }),
            "many primes" => WithPlan(plan with { Parameters = p with { LogQ = [.. Enumerable.Repeat(39, 100_000)] } }),
            "digest" => WithPlan(plan with { Parameters = p with { ParametersId = new string('0', 64) } }),
            "no ports" => WithPlan(plan with { Ports = [] }),
            "many ports" => WithPlan(plan with { Ports = [.. Enumerable.Repeat(port, 65)] }),
            "layout" => WithPort(port with { Layout = "token-feature-r2-v1" }),
            "layout of a record" => WithPort(port with { Layout = "record-p4-v1" }),
            "other slot count" => WithPort(port with { Layout = "tokens-r1-a0-g1-o0-f0-e0-v1" }),
            "period too small" => records with { Plans = [records.Plans[0] with { Ports = [new PortManifest("r", "record-p2-v1", 2, 1L << 39)] }] },
            "period too large" => records with { Plans = [records.Plans[0] with { Ports = [new PortManifest("r", "record-p8192-v1", 2, 1L << 39)] }] },
            "port level" => WithPort(port with { Level = 4 }),
            "negative level" => WithPort(port with { Level = -1 }),
            "scale" => WithPort(port with { Scale = -1 }),
            "scale not a number" => WithPort(port with { Scale = double.NaN }),
            "scale beyond the modulus" => WithPort(port with { Level = 0, Scale = 1L << 39 }),
            "time" => WithPlan(plan with { Cost = plan.Cost with { EvaluateMilliseconds = double.NaN } }),
            "relinearisation" => WithKeys(keys with { RelinearizationLevel = 4 }),
            "even element" => WithKeys(keys with { Galois = [new GaloisKeyManifest(6, 0)] }),
            "large element" => WithKeys(keys with { Galois = [new GaloisKeyManifest(16385, 0)] }),
            "element twice" => WithKeys(keys with { Galois = [new GaloisKeyManifest(5, 0), new GaloisKeyManifest(5, 1)] }),
            "key level" => WithKeys(keys with { Galois = [new GaloisKeyManifest(5, 9)] }),
            "many keys" => WithKeys(keys with { Galois = [.. Enumerable.Range(0, 300).Select(i => new GaloisKeyManifest((uint)((2 * i) + 1), 0))] }),
            "large keys" => LargeKeys(plan),
            _ => throw new ArgumentOutOfRangeException(nameof(how), how, "unknown case"),
        };
    }

    // N = 2^15 with one special prime: a key of the highest level has 17 digits of 18 limbs.
    private static ModelManifest LargeKeys(PlanManifest plan)
    {
        int[] logQ = [50, .. Enumerable.Repeat(45, 16)];
        var parameters = Fhe.CkksParameters.Create(new Fhe.CkksParametersLiteral { LogN = 15, LogQ = [.. logQ], LogP = [50], LogDefaultScale = 45 });
        return Good with
        {
            Plans =
            [
                plan with
                {
                    Parameters = new ParametersManifest(15, logQ, [50], 45, parameters.LogQP, 128, parameters.Id.ToString()),
                    Ports = [new PortManifest("x", "tokens-r8-a0-g1-o0-f0-e0-v1", 3, 1L << 39)],
                    Keys = new KeysManifest(16, [.. Enumerable.Range(1, 32).Select(i => new GaloisKeyManifest((uint)((2 * i) + 1), 16))]),
                },
            ],
        };
    }
}
