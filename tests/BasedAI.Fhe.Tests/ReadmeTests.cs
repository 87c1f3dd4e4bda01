using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BasedAI.Fhe.Tests;

/// <summary>C# in the README is code of the first sample, which is compiled.</summary>
public class ReadmeTests
{
    [Fact]
    public void EveryCSharpFence_IsPartOfTheFirstSample()
    {
        string root = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..");
        string readme = Read(root, "src", "BasedAI.Fhe", "README.md"), sample = Read(root, "samples", "01-first-ciphertext", "Program.cs");
        var fences = Regex.Matches(readme, "```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.NotEmpty(fences);
        foreach (Match fence in fences) Assert.Contains(fence.Groups[1].Value, sample, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorCatalogue_NamesEveryError()
    {
        string readme = Read(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."), "src", "BasedAI.Fhe", "README.md");
        foreach (string name in Enum.GetNames<ParameterError>().Skip(1).Concat(Enum.GetNames<CiphertextFormatError>()))
            Assert.Contains($"`{name}`", readme, StringComparison.Ordinal);
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine(path)).ReplaceLineEndings("\n");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
