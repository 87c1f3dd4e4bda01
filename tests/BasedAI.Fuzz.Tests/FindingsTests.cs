namespace BasedAI.Fuzz.Tests;

/// <summary>What the fuzzer once found stays fixed: every file of the findings is read again. Each file's name begins with its target.</summary>
public sealed class FindingsTests
{
    [Fact]
    public void Findings_stay_fixed()
    {
        var targets = FuzzRun.AllTargets().ToDictionary(target => target.Name, StringComparer.Ordinal);
        string[] paths = Directory.GetFiles(FuzzRun.FindFindings(), "*.bin");
        Assert.NotEmpty(paths);
        foreach (string path in paths.Order(StringComparer.Ordinal))
        {
            string file = Path.GetFileName(path), name = file[..file.IndexOf('.', StringComparison.Ordinal)];
            Assert.True(targets.TryGetValue(name, out var target), $"{file}: there is no target '{name}'");
            var verdict = Judge.Run(target, File.ReadAllBytes(path));
            Assert.True(verdict.Kind == FindingKind.None, $"{file}: {verdict.Kind}: {verdict.Detail}");
        }
    }
}
