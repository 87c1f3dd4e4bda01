using System.Text.RegularExpressions;

namespace BasedAI.Architecture.Tests;

/// <summary>Rules of the house a compiler does not check.</summary>
public sealed partial class HouseRuleTests
{
    [Fact]
    public void Unsafe_code_is_allowed_in_the_ring_alone()
    {
        foreach (var (name, file) in Repository.Projects("src", "silo", "tests", "samples"))
        {
            if (name is "BasedAI.Fhe.Ring" or "BasedAI.Fhe.Ring.Tests")
                continue;
            Assert.False(File.ReadAllText(file).Contains("AllowUnsafeBlocks", StringComparison.Ordinal), $"{name} allows unsafe code; only BasedAI.Fhe.Ring may.");
        }
        Assert.DoesNotContain("AllowUnsafeBlocks", File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_namespace_has_a_segment_that_shadows_the_framework()
    {
        var found = Repository.Sources("src", "silo", "tests", "samples")
            .Where(path => ShadowingNamespace().IsMatch(File.ReadAllText(path)))
            .Select(Repository.Relative)
            .ToArray();
        Assert.True(found.Length == 0, "A namespace segment named Orleans shadows the framework: " + string.Join(", ", found));
    }

    [Fact]
    public void The_top_level_holds_what_the_map_says()
    {
        string[] allowed =
        [
            "src", "tests", "silo", "samples", "infra", "BasedAI.Orleans.sln", "NuGet.config", "README.md",
            ".editorconfig", ".gitattributes", ".gitignore", "global.json",
            "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", ".ci", ".git", "artifacts",
        ];
        var found = Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName).Except(allowed, StringComparer.Ordinal).ToArray();
        Assert.True(found.Length == 0, "Not on the map of the top level: " + string.Join(", ", found));
    }

    [Fact]
    public void Contract_manifests_are_checked_in()
        => Assert.True(File.Exists(Path.Combine(Repository.Root, "src/BasedAI.Grains.Abstractions/OrleansContracts.txt")));

    [Fact]
    public void Source_files_stay_small()
    {
        var long600 = Repository.Sources("src", "silo")
            .Where(path => File.ReadLines(path).Count() > 600)
            .Select(Repository.Relative)
            .ToArray();
        Assert.True(long600.Length == 0, "Past 600 lines a file wants to be two: " + string.Join(", ", long600));
    }

    [Fact]
    public void Every_project_of_the_checkout_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "BasedAI.Orleans.sln"));
        foreach (var name in Repository.Projects("src", "silo", "tests", "samples").Keys)
            Assert.Contains($"{name}.csproj", solution, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\s*namespace\s+(\w+\.)*Orleans\b", RegexOptions.Multiline)]
    private static partial Regex ShadowingNamespace();
}
