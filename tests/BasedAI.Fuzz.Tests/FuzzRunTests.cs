using System.Diagnostics;
using System.Text.Json;

namespace BasedAI.Fuzz.Tests;

/// <summary>The program as a person starts it.</summary>
public sealed class FuzzRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_short_run_of_all_targets_is_clean_and_covers()
    {
        var (code, output, errors) = Run("--seconds", "5", "--json", "--findings", _folder);
        Assert.True(code == 0, output + errors);
        using var json = JsonDocument.Parse(output);
        var targets = json.RootElement.GetProperty("targets").EnumerateArray().ToArray();
        Assert.Equal(FuzzRun.AllTargets().Select(target => target.Name), targets.Select(target => target.GetProperty("target").GetString()));
        Assert.All(targets, target => Assert.True(target.GetProperty("edges").GetInt32() > 50, target.ToString()));
        Assert.All(targets, target => Assert.True(target.GetProperty("outcomes").GetInt32() > 4, target.ToString()));
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void The_same_seed_tries_the_same_inputs_and_a_corpus_is_kept()
    {
        string corpus = Path.Combine(_folder, "corpus");
        string[] arguments = ["--iterations", "2000", "--target", "native-ciphertext", "--seed", "5", "--corpus"];
        Assert.Equal(0, Run([.. arguments, Path.Combine(corpus, "1"), "--findings", _folder]).Code);
        Assert.Equal(0, Run([.. arguments, Path.Combine(corpus, "2"), "--findings", _folder]).Code);
        string[] first = Names("1"), second = Names("2");
        Assert.True(first.Length > 10);
        Assert.Equal(first, second);

        string[] Names(string run) => [.. Directory.EnumerateFiles(Path.Combine(corpus, run, "native-ciphertext")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
    }

    [Fact]
    public void An_input_that_took_the_process_down_is_a_finding_of_the_next_run()
    {
        byte[] left = [4, 0, 0, 0, 3, 0, 0, 0, .. "plan"u8, 7, 8, 9, 0, 0];
        File.WriteAllBytes(Path.Combine(_folder, "in-progress.tmp"), left);
        var (code, _, errors) = Run("--iterations", "1", "--target", "native-plaintext", "--findings", _folder);
        Assert.Equal(1, code);
        Assert.Contains("plan.unfinished.bin", errors, StringComparison.Ordinal);
        Assert.Equal([7, 8, 9], File.ReadAllBytes(Path.Combine(_folder, "plan.unfinished.bin")));
    }

    [Fact]
    public void Wrong_arguments_have_their_own_code_and_help_none()
    {
        var (code, output, _) = Run("--help");
        Assert.Equal(0, code);
        Assert.Contains("--seconds 600", output, StringComparison.Ordinal);
        Assert.Equal(2, Run("--second", "5").Code);
        Assert.Equal(2, Run("--seconds", "0").Code);
        Assert.Equal(2, Run("--target", "nothing-of-that-name").Code);
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "BasedAI.Fuzz.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
