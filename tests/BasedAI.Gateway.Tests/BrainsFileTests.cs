using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

/// <summary><c>brains.json</c>: several Brains from one folder of models, through the program itself.</summary>
public sealed class BrainsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Models => _folder.Below("models");

    private string Data => _folder.Below("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_Brain_of_the_file_is_opened_with_its_model_and_members_and_listed_also_after_a_restart()
    {
        TestModel.Write(Models, "first");
        TestModel.Write(Models, "second");
        await WriteFile("""{ "7": "second", "0": "first" }""");
        await using (var node = await NodeProcess.Start(Data, "--models", Models))
        {
            await AssertBrains(node, (0, "first"), (7, "second"));
            var manifest = await node.Http.Read(ApiRoutes.Model(new BrainId(7)), ProtocolJson.Default.ModelManifest);
            Assert.Equal("second", manifest.Name);
            await node.Kill();
        }

        // What is no longer in the file stays open with the model it has; what changed is published.
        await WriteFile("""{ "0": "second" }""");
        await using var next = await NodeProcess.Start(Data, "--models", Models, "--brains", "0");
        await AssertBrains(next, (0, "second"), (7, "second"));
    }

    [Fact]
    public async Task Only_the_Brains_chosen_are_opened()
    {
        TestModel.Write(Models, "first");
        await WriteFile("""{ "0": "first", "3": "first", "9": "first" }""");
        await using var node = await NodeProcess.Start(Data, "--models", Models, "--brains", "3,9");
        await AssertBrains(node, (3, "first"), (9, "first"));
    }

    [Theory]
    [InlineData(1, "'1024' is no Brain", "{ \"1024\": \"first\" }")]
    [InlineData(1, "no name of a folder", "{ \"0\": \"../first\" }")]
    [InlineData(1, "no name of a folder", "{ \"0\": 5 }")]
    [InlineData(1, "Brain 0 is there twice", "{ \"0\": \"first\", \"00\": \"first\" }")]
    [InlineData(1, "names no Brain", "{}")]
    [InlineData(1, "no JSON object", "[]")]
    [InlineData(1, "cannot be used", "{")]
    [InlineData(2, "there is no model at", "{ \"0\": \"absent\" }")]
    [InlineData(2, "there is no brains.json", null)]
    public async Task A_file_that_is_wrong_is_a_clear_line(int exitCode, string message, string? content)
    {
        TestModel.Write(Models, "first");
        if (content is not null) await WriteFile(content);
        await Refused(exitCode, message, "--models", Models);
    }

    [Fact]
    public async Task A_Brain_that_is_not_in_the_file_cannot_be_chosen()
    {
        TestModel.Write(Models, "first");
        await WriteFile("""{ "0": "first" }""");
        await Refused(2, "--brains names 5; brains.json has 0", "--models", Models, "--brains", "0,5");
    }

    [Fact]
    public async Task A_manifest_of_version_1_is_told_as_such()
    {
        Directory.CreateDirectory(Path.Combine(Models, "old"));
        await File.WriteAllTextAsync(Path.Combine(Models, "old", "model.json"), """{ "formatVersion": 1, "name": "old", "planId": "aa" }""", Cancelled);
        await Refused(1, "format version 1; version 2 is read here. Pack the model again", "--models", Models, "--model", "old");
    }

    private async Task Refused(int exitCode, string message, params string[] arguments)
    {
        var run = await NodeProcess.RunToEnd(["--data", Data, "--http", "127.0.0.1:0", "--ephemeral-ports", .. arguments]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Log, StringComparison.Ordinal);
    }

    private static async Task AssertBrains(NodeProcess node, params (int Id, string Model)[] expected)
    {
        var brains = await node.Http.Read(ApiRoutes.Brains, ProtocolJson.Default.IReadOnlyListBrainSummary);
        Assert.Equal(expected, brains.Select(brain => (brain.Id.Value, brain.Model!)));
        Assert.All(brains, brain => Assert.Equal((3, 2), (brain.Miners, brain.Validators)));
    }

    private Task WriteFile(string content) => File.WriteAllTextAsync(Path.Combine(Models, "brains.json"), content, Cancelled);
}
