using System.Text.Json;
using BasedAI.Cli.Tests;
using BasedAI.Client;

namespace BasedAI.EndToEnd.Tests;

/// <summary>The commands against a real node: output, exit codes, key files.</summary>
public sealed class CommandTests(SharedNode shared) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("basedai-cmd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Ask_prints_one_JSON_object_with_exactly_the_documented_members()
    {
        var run = await RunAsync(["ask", "--json", "a gripping film"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal(
            ["text", "label", "probability", "plainProbability", "maxLogitError", "tokens", "unknownTokens", "params", "bytes", "ms", "miner", "validators", "verified", "model", "plan",
             "probabilities", "vector"],
            root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["n", "logQP", "security"], root.GetProperty("params").EnumerateObject().Select(member => member.Name));
        Assert.Equal(["keys", "input", "result"], root.GetProperty("bytes").EnumerateObject().Select(member => member.Name));
        Assert.Equal(["keygen", "encrypt", "upload", "evaluate", "verify", "total"], root.GetProperty("ms").EnumerateObject().Select(member => member.Name));
        Assert.Equal(("positive", true, 3), (root.GetProperty("label").GetString(), root.GetProperty("verified").GetBoolean(), root.GetProperty("tokens").GetInt32()));
        Assert.InRange(root.GetProperty("maxLogitError").GetDouble(), 0, 1e-3);
        var plan = root.GetProperty("plan");
        Assert.Equal(["name", "id", "reason", "uplinkMbitPerSecond", "estimates"], plan.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("default", "the only plan"), (plan.GetProperty("name").GetString(), plan.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Ask_for_people_tells_the_story_in_80_columns_without_escapes()
    {
        var run = await RunAsync(["ask", "what a waste of two hours"]);
        Assert.Equal(0, run.ExitCode);
        foreach (var part in (string[])["keys", "encryption", "upload", "admission", "miner-", "step", "validator-1", "validator-2", "negative", "security", "gateway saw"])
            Assert.Contains(part, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out);
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Ask_on_a_terminal_draws_a_panel()
    {
        var node = await shared.GetAsync();
        var run = await CliRun.OfAsync(["ask", "what a waste of two hours", "--node", node.Url.ToString()], isLive: true);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("╭", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("日本語の映画です")]
    [InlineData("абракадабра щщщ")]
    [InlineData("qwxzv zzxqj")]
    public async Task A_text_of_unknown_words_is_refused_with_the_remedy(string text)
    {
        var run = await RunAsync(["ask", text]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("knows none", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_megabyte_from_standard_input_is_answered_with_a_warning()
    {
        var run = await RunAsync(["ask", "-", "--json"], string.Concat(Enumerable.Repeat("great film ", 100_000)));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("199968 were left out", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"tokens\": 32", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_of_the_network_are_exit_code_4()
    {
        var run = await RunAsync(["ask", "good", "--brain", "5"]);
        Assert.Equal((4, true), (run.ExitCode, run.Error.Contains("unknown-brain", StringComparison.Ordinal)));
        run = await RunAsync(["job", "show", "0123456789abcdef0123456789abcdef"]);
        Assert.Equal((4, true), (run.ExitCode, run.Error.Contains("unknown-job", StringComparison.Ordinal)));
        run = await RunAsync(["ask", "good", "--validators", "8"]);
        Assert.Equal((4, true), (run.ExitCode, run.Error.Contains("no-validators", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Kept_keys_answer_are_opened_by_their_passphrase_only_and_read_a_job_again()
    {
        var path = Path.Combine(_folder, "me.keys");
        Assert.Equal(0, (await RunAsync(["keys", "new", path, "--passphrase-env", "PASS"])).ExitCode);
        Assert.Equal(5, (await RunAsync(["keys", "new", path, "--passphrase-env", "PASS"])).ExitCode);

        var asked = await RunAsync(["ask", "a gripping film", "--keys", path, "--passphrase-env", "PASS"]);
        Assert.Equal(0, asked.ExitCode);
        var job = asked.Out.Split("job ", 2)[1][..32];
        var watched = await RunAsync(["job", "watch", job, "--keys", path, "--passphrase-env", "PASS", "--json"]);
        Assert.Equal((0, true), (watched.ExitCode, watched.Out.Contains("\"label\": \"positive\"", StringComparison.Ordinal)));

        var wrong = await RunAsync(["ask", "a gripping film", "--keys", path, "--passphrase-env", "WRONG"]);
        Assert.Equal((5, true), (wrong.ExitCode, wrong.Error.Contains("does not open", StringComparison.Ordinal)));
        Assert.DoesNotContain("swordfish", wrong.Error + asked.Out, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var damaged = await RunAsync(["ask", "a gripping film", "--keys", path, "--passphrase-env", "PASS"]);
        Assert.Equal((5, true), (damaged.ExitCode, damaged.Error.Contains("damaged", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Keys_of_another_model_are_refused_before_anything_is_sent()
    {
        var manifest = ShippedModel.Manifest();
        var plan = manifest.Plans[0];
        var fewer = manifest with { Plans = [plan with { Keys = plan.Keys with { Galois = [plan.Keys.Galois[0]] } }] };
        using (var other = ClientKeyRing.Generate(ModelRequirements.Of(fewer).DefaultPlan))
            other.Save(Path.Combine(_folder, "other.keys"), "swordfish");
        var run = await RunAsync(["ask", "good", "--keys", Path.Combine(_folder, "other.keys"), "--passphrase-env", "PASS"]);
        Assert.Equal((5, true), (run.ExitCode, run.Error.Contains("Make new keys", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Brain_list_and_show_tell_what_there_is()
    {
        var list = await RunAsync(["brain", "list"]);
        Assert.Equal((0, true), (list.ExitCode, list.Out.Contains("sentiment-mini", StringComparison.Ordinal)));
        var show = await RunAsync(["brain", "show", "0", "--json"]);
        using var document = JsonDocument.Parse(show.Out);
        Assert.Equal(128, document.RootElement.GetProperty("model").GetProperty("plans")[0].GetProperty("parameters").GetProperty("securityBits").GetInt32());
    }

    [Fact]
    public async Task Eval_counts()
    {
        var file = Path.Combine(_folder, "dev.tsv");
        await File.WriteAllTextAsync(file, "sentence\tlabel\na gripping film \t1\nwhat a waste of time \t0\nzzxqj qqq\t0\na masterpiece \t0\n", TestContext.Current.CancellationToken);
        var run = await RunAsync(["eval", file, "--json", "--parallel", "3"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal(
            ["count", "correct", "accuracy", "plainAccuracy", "agreement", "maxLogitError", "meanEvaluateMs", "p95EvaluateMs", "wallSeconds", "plan"],
            root.EnumerateObject().Select(member => member.Name));
        Assert.Equal((4, 1.0), (root.GetProperty("count").GetInt32(), root.GetProperty("agreement").GetDouble()));
        Assert.Equal(root.GetProperty("accuracy").GetDouble(), root.GetProperty("correct").GetInt32() / 4.0);
        Assert.InRange(root.GetProperty("maxLogitError").GetDouble(), 0, 1e-3);
    }

    private async Task<CliRun> RunAsync(string[] arguments, string input = "")
    {
        var node = await shared.GetAsync();
        return await CliRun.OfAsync(arguments, input, new Dictionary<string, string>
        {
            ["BASEDAI_NODE"] = node.Url.ToString(),
            ["BASEDAI_CACHE"] = Path.Combine(_folder, "cache"),
            ["PASS"] = "swordfish",
            ["WRONG"] = "catfish",
        });
    }
}
