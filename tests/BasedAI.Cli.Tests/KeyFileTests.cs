namespace BasedAI.Cli.Tests;

/// <summary>Key files and passphrases: exit code 5, and what to do.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("basedai-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_missing_key_file()
    {
        var run = await CliRun.OfAsync(["ask", "x", "--keys", Path.Combine(_folder, "none.keys")]);
        Assert.Equal((5, true), (run.ExitCode, run.Error.Contains("based keys new", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_foreign_file()
    {
        var run = await CliRun.OfAsync(["keys", "show", await Write("hello")], typed: ['x']);
        Assert.Equal((5, true), (run.ExitCode, run.Error.Contains("not a key file", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_damaged_key_file()
    {
        var run = await CliRun.OfAsync(["keys", "show", await Write("BAIKEYS1" + new string('x', 300))], typed: ['x']);
        Assert.Equal((5, true), (run.ExitCode, run.Error.Contains("damaged", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_to_type_the_passphrase()
    {
        var run = await CliRun.OfAsync(["keys", "show", await Write("BAIKEYS1")]);
        Assert.Equal((5, true), (run.ExitCode, run.Error.Contains("--passphrase-env", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_empty_passphrase()
        => Assert.Equal(5, (await CliRun.OfAsync(["keys", "show", await Write("BAIKEYS1")], typed: [])).ExitCode);

    [Fact]
    public async Task A_variable_that_is_not_set()
    {
        var run = await CliRun.OfAsync(["keys", "show", await Write("BAIKEYS1"), "--passphrase-env", "NOPE"]);
        Assert.Equal((5, true), (run.ExitCode, run.Error.Contains("NOPE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_existing_file_is_not_replaced()
    {
        var path = await Write("precious");
        var run = await CliRun.OfAsync(["keys", "new", path], typed: ['x']);
        Assert.Equal(5, run.ExitCode);
        Assert.Equal("precious", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    private async Task<string> Write(string content)
    {
        var path = Path.Combine(_folder, "some.keys");
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        return path;
    }
}
