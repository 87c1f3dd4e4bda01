namespace BasedAI.Architecture.Tests;

/// <summary>Dependencies point down: the table is the whole truth about who may know whom.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["BasedAI.Fhe.Ring"] = [],
        ["BasedAI.Fhe"] = ["BasedAI.Fhe.Ring"],
        ["BasedAI.Fhe.Measurement"] = ["BasedAI.Fhe"],
        ["BasedAI.Fhe.Seal"] = ["BasedAI.Fhe"],
        ["BasedAI.Protocol"] = [],
        ["BasedAI.Cerberus"] = ["BasedAI.Fhe", "BasedAI.Protocol"],
        ["BasedAI.Grains.Abstractions"] = ["BasedAI.Protocol"],
        ["BasedAI.Storage"] = ["BasedAI.Protocol"],
        ["BasedAI.Grains"] = ["BasedAI.Grains.Abstractions", "BasedAI.Cerberus", "BasedAI.Storage"],
        ["BasedAI.Gateway"] = ["BasedAI.Protocol", "BasedAI.Grains.Abstractions", "BasedAI.Storage"],
        ["BasedAI.Client"] = ["BasedAI.Fhe", "BasedAI.Protocol"],
        ["BasedAI.Cli"] = ["BasedAI.Client", "BasedAI.Cerberus", "BasedAI.Fhe.Measurement"],
        ["BasedAI.Silo"] = ["BasedAI.Grains", "BasedAI.Gateway", "BasedAI.Storage"],
    };

    [Fact]
    public void Every_project_is_in_the_table_and_every_row_has_a_project()
        => Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Repository.Projects("src", "silo").Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Projects_reference_only_what_the_table_allows()
    {
        foreach (var (name, file) in Repository.Projects("src", "silo"))
        {
            var forbidden = Repository.References(file).Except(Allowed[name], StringComparer.Ordinal).ToArray();
            Assert.True(forbidden.Length == 0, $"{name} must not reference {string.Join(", ", forbidden)}; it may reference {string.Join(", ", Allowed[name])}.");
        }
    }

    [Theory]
    [InlineData("BasedAI.Fhe.Ring")]
    [InlineData("BasedAI.Fhe")]
    [InlineData("BasedAI.Fhe.Seal")]
    [InlineData("BasedAI.Protocol")]
    [InlineData("BasedAI.Client")]
    [InlineData("BasedAI.Cerberus")]
    public void Nothing_on_the_users_side_knows_of_Orleans(string project)
    {
        var text = File.ReadAllText(Repository.Projects("src")[project]);
        Assert.DoesNotContain("Microsoft.Orleans", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_stand_in_one_place()
    {
        foreach (var (name, file) in Repository.Projects("src", "silo", "tests", "samples"))
            Assert.False(File.ReadAllText(file).Contains("Version=\"", StringComparison.Ordinal), $"{name} names a package version; Directory.Packages.props is the place for it.");
    }
}
