using System.Text.RegularExpressions;

namespace BasedAI.Fhe.Tests;

/// <summary>C# in the README is code of the first sample, which is compiled.</summary>
public class ReadmeTests
{
    [Fact]
    public void EveryCSharpFence_IsPartOfTheFirstSample()
    {
        string readme = Read("src", "BasedAI.Fhe", "README.md"), sample = Read("samples", "01-first-ciphertext", "Program.cs");
        var fences = Regex.Matches(readme, "```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.NotEmpty(fences);
        foreach (Match fence in fences) Assert.Contains(fence.Groups[1].Value, sample, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorCatalogue_NamesEveryError()
    {
        string readme = Read("src", "BasedAI.Fhe", "README.md");
        foreach (string name in Enum.GetNames<ParameterError>().Skip(1).Concat(Enum.GetNames<CiphertextFormatError>()))
            Assert.Contains($"`{name}`", readme, StringComparison.Ordinal);
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root(), .. path])).ReplaceLineEndings("\n");

    // Not by the compiler's file path: a deterministic build replaces it.
    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BasedAI.Orleans.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository: BasedAI.Orleans.sln was not found above them.");
    }
}
