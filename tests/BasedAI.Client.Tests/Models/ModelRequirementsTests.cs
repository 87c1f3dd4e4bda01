using BasedAI.Protocol;

namespace BasedAI.Client.Tests.Models;

/// <summary>Nothing in a manifest is believed.</summary>
public sealed class ModelRequirementsTests
{
    private static readonly ModelManifest Good = SampleManifest.Create();

    public static TheoryData<string, string> Wrong => new()
    {
        { "version", "version 2" },
        { "task", "its task" },
        { "one label", "two different labels" },
        { "same labels", "two different labels" },
        { "label with escape", "two different labels" },
        { "plan", "plan id" },
        { "weak", "not safe" },
        { "no special primes", "not safe or not valid" },
        { "many primes", "more than" },
        { "digest", "digest" },
        { "tokenizer", "tokenizer" },
        { "layout", "layout" },
        { "replicas", "layout" },
        { "large layout", "layout has" },
        { "ports", "inputs" },
        { "input level", "inputs at level" },
        { "relinearisation", "relinearisation key at level 4" },
        { "even element", "element 6" },
        { "large element", "element 16385" },
        { "element twice", "element 5" },
        { "key level", "at level 9" },
        { "many keys", "at most" },
    };

    [Fact]
    public void A_good_manifest_gives_its_own_parameters_and_keys()
    {
        var requirements = ModelRequirements.Of(Good);
        Assert.Equal(Good.Parameters.ParametersId, requirements.Parameters.Id.ToString());
        Assert.Equal(128, (int)requirements.Parameters.Security);
        Assert.Equal((2, 2), (requirements.Keys.RelinearizationLevel, requirements.Keys.Galois.Length));
        Assert.Equal(4096, requirements.Layout.SlotCount);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_manifest_is_refused_with_the_reason(string how, string reason)
        => Assert.Contains(reason, Assert.Throws<UnsupportedModelException>(() => ModelRequirements.Of(Spoil(how))).Message, StringComparison.Ordinal);

    private static ModelManifest Spoil(string how)
    {
        var (p, input, keys) = (Good.Parameters, Good.Input, Good.Keys);
        return how switch
        {
            "version" => Good with { FormatVersion = 2 },
            "task" => Good with { Task = "generation" },
            "one label" => Good with { Labels = ["x"] },
            "same labels" => Good with { Labels = ["x", "x"] },
            "label with escape" => Good with { Labels = ["x", "\u001b[2J"] },
            "plan" => Good with { PlanId = "../../etc" },
            "weak" => Good with { Parameters = p with { LogQ = [46, 39, 39, 39, 39], SecurityBits = 128 } },
            "no special primes" => Good with { Parameters = p with { LogP = [] } },
            "many primes" => Good with { Parameters = p with { LogQ = [.. Enumerable.Repeat(39, 100_000)] } },
            "digest" => Good with { Parameters = p with { ParametersId = new string('0', 64) } },
            "tokenizer" => Good with { Input = input with { Tokenizer = "whole-word-v2" } },
            "layout" => Good with { Input = input with { Layout = "token-feature-r2-v2" } },
            "replicas" => Good with { Input = input with { Replicas = 4 } },
            "large layout" => Good with { Input = input with { MaxTokens = 64 } },
            "ports" => Good with { Input = input with { Ports = ["x"] } },
            "input level" => Good with { Input = input with { Level = 4 } },
            "relinearisation" => Good with { Keys = keys with { RelinearizationLevel = 4 } },
            "even element" => Good with { Keys = keys with { Galois = [new GaloisKeyManifest(6, 0)] } },
            "large element" => Good with { Keys = keys with { Galois = [new GaloisKeyManifest(16385, 0)] } },
            "element twice" => Good with { Keys = keys with { Galois = [new GaloisKeyManifest(5, 0), new GaloisKeyManifest(5, 1)] } },
            "key level" => Good with { Keys = keys with { Galois = [new GaloisKeyManifest(5, 9)] } },
            "many keys" => Good with { Keys = keys with { Galois = [.. Enumerable.Range(0, 300).Select(i => new GaloisKeyManifest((uint)((2 * i) + 1), 0))] } },
            _ => throw new ArgumentOutOfRangeException(nameof(how), how, "unknown case"),
        };
    }
}
