using System.Globalization;
using System.Text.Json;
using BasedAI.Cli.Tests;

namespace BasedAI.EndToEnd.Tests;

/// <summary>Records: numbers by name go in encrypted, and the answer is that of the model in the clear.</summary>
public sealed class RecordTests(RecordModel shared) : IClassFixture<RecordModel>, IDisposable
{
    private const double Tolerance = 5e-3;

    private readonly string _folder = Directory.CreateTempSubdirectory("basedai-records-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_record_is_judged_from_a_table_and_from_an_object()
    {
        var csv = Path.Combine(_folder, "one.csv");
        var json = Path.Combine(_folder, "one.json");
        double[] numbers = [.. Enumerable.Range(0, 30).Select(i => i + (Math.Sin(i) * (1 + (i / 10.0))))];
        var texts = numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)).ToArray();
        await File.WriteAllTextAsync(csv, $"{string.Join(",", RandomModels.Columns.Reverse())}\n{string.Join(",", texts.Reverse())}\n", Token);
        await File.WriteAllTextAsync(json, $"{{{string.Join(",", RandomModels.Columns.Zip(texts, (name, value) => $"\"{name}\":{value}"))}}}", Token);
        var first = await JsonOf(["ask", "--brain", "2", "--record", csv, "--json"]);
        var second = await JsonOf(["ask", "--brain", "2", "--record", json, "--json", "--plan", "default", "--validators", "0"]);
        Assert.Contains(first.GetProperty("label").GetString(), (string[])["benign", "malignant"]);
        Assert.Equal(first.GetProperty("label").GetString(), second.GetProperty("label").GetString());
        Assert.InRange(first.GetProperty("maxLogitError").GetDouble(), 0, Tolerance);
        Assert.Equal(JsonValueKind.Null, first.GetProperty("text").ValueKind);
        Assert.Equal(first.GetProperty("plainProbability").GetDouble(), first.GetProperty("probability").GetDouble(), 1e-3);
    }

    [Theory]
    [InlineData("lacks", "{\"feature 0\": 1}")]
    [InlineData("does not know 'colour'", null)]
    public async Task A_record_with_other_names_is_told_so(string reason, string? record)
    {
        record ??= $"{{{string.Join(",", RandomModels.Columns.Select(name => $"\"{name}\":1"))},\"colour\":2}}";
        var run = await RunAsync(["ask", "--brain", "2", "--record", "-"], record);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_of_records_counts_too()
    {
        var file = Path.Combine(_folder, "dev.csv");
        var random = new Random(4);
        var rows = Enumerable.Range(0, 4).Select(row => $"{row % 2},{string.Join(",", Enumerable.Range(0, 30).Select(i => (i + random.NextDouble()).ToString("R", CultureInfo.InvariantCulture)))}");
        await File.WriteAllTextAsync(file, $"label,{string.Join(",", RandomModels.Columns)}\n{string.Join("\n", rows)}\n", Token);
        var result = await JsonOf(["eval", file, "--brain", "2", "--json"]);
        Assert.Equal((4, 1.0), (result.GetProperty("count").GetInt32(), result.GetProperty("agreement").GetDouble()));
    }

    [Fact]
    public async Task A_text_is_not_taken_and_show_names_the_numbers()
    {
        var run = await RunAsync(["ask", "--brain", "2", "a text"]);
        Assert.Equal((2, true), (run.ExitCode, run.Error.Contains("takes records of 30 numbers", StringComparison.Ordinal)));
        Assert.Contains("feature 29", (await RunAsync(["brain", "show", "2"])).Out, StringComparison.Ordinal);
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
