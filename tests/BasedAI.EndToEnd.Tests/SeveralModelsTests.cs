using System.Text.Json;
using BasedAI.Cli;
using BasedAI.Cli.Tests;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.EndToEnd.Tests;

/// <summary>
/// Transformers on one node, with two plans each, keys of tens of megabytes and inputs of several: every answer is that of the model in the clear.
/// </summary>
[Trait("Tier", "Slow")]
public sealed class SeveralModelsTests(SeveralModels shared) : IClassFixture<SeveralModels>, IDisposable
{
    private const double Tolerance = 5e-3;

    private readonly string _folder = Directory.CreateTempSubdirectory("basedai-several-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task All_Brains_are_listed_with_their_plans()
    {
        using var client = shared.Node.CreateClient();
        var brains = await client.ListBrainsAsync(Token);
        Assert.Equal(["classifier: fast, lean", "embedding: fast, lean"], brains.Select(brain => $"{brain.Model}: {string.Join(", ", brain.Plans)}"));
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("lean")]
    public async Task A_text_is_classified_by_either_plan_as_in_the_clear(string plan)
    {
        using var client = shared.Node.CreateClient();
        using var keys = new ClientKeyRing();
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        var text = brain.Encode("i have fever and cough and pain");
        var answer = await brain.AskAsync(text, keys, new InferenceOptions { Plan = plan }, cancellationToken: Token);
        await AssertAsInTheClear(brain, text, answer);
        Assert.Equal((plan, "asked for"), (answer.Choice.Plan.Name, answer.Choice.Reason));
        Assert.Contains(answer.Label, RandomModels.Labels);
        Assert.Equal(answer.Values.Probabilities.Max(), answer.Probability);
        Assert.True(answer.IsVerified);

        // Sizes are those the client reckoned with, also where keys and inputs are large.
        Assert.Equal((answer.Choice.Plan.KeyBytes, answer.Choice.Plan.InputBytes), (answer.Bytes.Keys, answer.Bytes.Input));
        Assert.InRange(answer.Bytes.Result, 1, answer.Choice.Plan.MaxResultBytes);
        Assert.True(plan == "lean" ? answer.Bytes.Input < 3 << 20 : answer.Bytes.Input > 4 << 20, $"{answer.Bytes}");
    }

    [Fact]
    public async Task Without_a_wish_the_link_is_measured_once_and_the_choice_says_why()
    {
        using var client = shared.Node.CreateClient();
        using var keys = new ClientKeyRing();
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        var first = await brain.AskAsync(brain.Encode("head pain"), keys, cancellationToken: Token);
        var second = await brain.ChoosePlanAsync(keys, cancellationToken: Token);
        Assert.Same(first.Choice.Uplink, second.Uplink);
        Assert.Equal(["fast", "lean"], first.Choice.Estimates.Select(estimate => estimate.Plan));
        Assert.Contains("Mbit/s", first.Choice.Reason, StringComparison.Ordinal);

        // Keys that are there make their plan cheaper and no other.
        double Seconds(PlanChoice choice, string plan) => choice.Estimates.Single(estimate => estimate.Plan == plan).Time.TotalSeconds;
        var (taken, other) = first.Choice.Plan.Name == "fast" ? ("fast", "lean") : ("lean", "fast");
        Assert.True(Seconds(second, taken) < Seconds(first.Choice, taken));
        Assert.Equal(Seconds(first.Choice, other), Seconds(second, other));
    }

    [Fact]
    public async Task An_embedding_is_a_vector_without_a_label()
    {
        using var client = shared.Node.CreateClient();
        using var keys = new ClientKeyRing();
        var brain = await BrainClient.OpenAsync(client, new BrainId(1), Token);
        var text = brain.Encode("itching and pain");
        var answer = await brain.AskAsync(text, keys, new InferenceOptions { Plan = "lean", Validators = 1 }, cancellationToken: Token);
        await AssertAsInTheClear(brain, text, answer);
        Assert.Equal((null, null, 64), (answer.Label, answer.Probability, answer.Values.Vector.Length));
        Assert.All(answer.Values.Vector, value => Assert.Equal(Math.Round(value, 3), value));
    }

    [Fact]
    public async Task A_job_is_read_again_with_the_length_only_its_owner_knows()
    {
        using var client = shared.Node.CreateClient();
        using var keys = new ClientKeyRing();
        var brain = await BrainClient.OpenAsync(client, new BrainId(1), Token);
        var text = brain.Encode("i have a cough");
        var answer = await brain.AskAsync(text, keys, new InferenceOptions { Plan = "lean", Validators = 0 }, cancellationToken: Token);
        var status = await client.GetJobAsync(answer.Job, Token);
        Assert.Equal(answer.Choice.Plan.PlanId, status.PlanId);
        await Assert.ThrowsAsync<ArgumentException>(() => brain.ReadAnswerAsync(status, keys, cancellationToken: Token));
        var again = await brain.ReadAnswerAsync(status, keys, text.Length, Token);
        Assert.Equal(answer.RawValues, again.RawValues);
    }

    [Theory]
    [InlineData("takes texts, not records", "ask", "--brain", "0", "--record", "-")]
    [InlineData("no plan 'slow'", "ask", "--brain", "0", "--plan", "slow", "fever")]
    public async Task What_does_not_fit_the_model_is_bad_input(string reason, params string[] arguments)
    {
        var run = await RunAsync(arguments, "{\"a\": 1}");
        Assert.Equal((2, ""), (run.ExitCode, run.Out.Contains("answer", StringComparison.Ordinal) ? run.Out : ""));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_names_the_class_the_next_ones_the_plan_and_its_reason()
    {
        var shown = await RunAsync(["ask", "--brain", "0", "--plan", "lean", "--validators", "1", "i have fever"]);
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        foreach (var part in (string[])["plan         lean: asked for", "then", "in the clear", "probability"])
            Assert.Contains(part, shown.Out, StringComparison.Ordinal);
        Assert.All(shown.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Eval_of_several_classes_counts_as_the_model_in_the_clear_does()
    {
        var file = Path.Combine(_folder, "dev.tsv");
        await File.WriteAllTextAsync(file, "text\tlabel\ni have fever and cough\tflu\nitching and pain\turinary tract infection\nmy head\t2\n", Token);
        var result = await JsonOf(["eval", file, "--brain", "0", "--plan", "lean", "--json"]);
        Assert.Equal((3, 1.0), (result.GetProperty("count").GetInt32(), result.GetProperty("agreement").GetDouble()));
        Assert.Equal(result.GetProperty("plainAccuracy").GetDouble(), result.GetProperty("accuracy").GetDouble());
        Assert.InRange(result.GetProperty("maxLogitError").GetDouble(), 0, Tolerance);
        Assert.Equal("lean", result.GetProperty("plan").GetProperty("name").GetString());

        await File.WriteAllTextAsync(file, "text\tlabel\ni have fever\tplague\n", Token);
        var wrong = await RunAsync(["eval", file, "--brain", "0"]);
        Assert.Equal((2, true), (wrong.ExitCode, wrong.Error.Contains("line 2: the label is 'plague'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Kept_keys_are_for_the_plans_they_were_made_for()
    {
        var path = Path.Combine(_folder, "me.keys");
        var made = await JsonOf(["keys", "new", path, "--brain", "0", "--plan", "lean", "--passphrase-env", "PASS", "--json"]);
        Assert.Equal("lean", Assert.Single(made.GetProperty("plans").EnumerateArray()).GetProperty("plan").GetString());
        var asked = await JsonOf(["ask", "fever", "--brain", "0", "--validators", "0", "--keys", path, "--passphrase-env", "PASS", "--json"]);
        Assert.Equal("the only plan the keys are for", asked.GetProperty("plan").GetProperty("reason").GetString());
        var other = await RunAsync(["ask", "fever", "--brain", "0", "--plan", "fast", "--keys", path, "--passphrase-env", "PASS"]);
        Assert.Equal((5, true), (other.ExitCode, other.Error.Contains("plan 'fast'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Show_tells_what_each_plan_costs()
    {
        var shown = await RunAsync(["brain", "show", "0"]);
        foreach (var part in (string[])["plan         fast:", "plan         lean:", "confirmed", "ciphertexts"])
            Assert.Contains(part, shown.Out, StringComparison.Ordinal);
    }

    private static async Task AssertAsInTheClear(BrainClient brain, EncodedInput input, InferenceAnswer answer)
    {
        var plain = AnswerValues.Read(brain.Requirements, (await PlainModels.LoadAsync(brain, Token))!.Evaluate(input.Rows, input.Length));
        Assert.InRange(answer.Values.DistanceTo(plain), 0, Tolerance);
        Assert.Equal(plain.Label, answer.Label);
    }

    private async Task<JsonElement> JsonOf(string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        return document.RootElement.Clone();
    }

    private Task<CliRun> RunAsync(string[] arguments, string input = "") => CliRun.OfAsync(arguments, input, new Dictionary<string, string>
    {
        ["BASEDAI_NODE"] = shared.Node.Url.ToString(),
        ["BASEDAI_CACHE"] = Path.Combine(_folder, "cache"),
        ["PASS"] = "swordfish",
    });
}
