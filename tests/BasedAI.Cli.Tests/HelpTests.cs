using System.CommandLine;

namespace BasedAI.Cli.Tests;

public sealed class HelpTests
{
    private static readonly CliContext Context = new()
    {
        In = TextReader.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Variable = _ => null,
        IsLive = false,
        ReadSecret = _ => null,
    };

    public static TheoryData<string> Commands => [.. Walk(BasedProgram.CreateRoot(Context), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself_with_examples_and_exit_codes(string path)
    {
        var run = await CliRun.OfAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Exit codes:", run.Out, StringComparison.Ordinal);
        if (path.Length > 0) Assert.Contains($"  based {path.Split(' ')[0]}", run.Out, StringComparison.Ordinal);
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_that_runs_has_JSON(string path)
    {
        var command = path.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate((Command)BasedProgram.CreateRoot(Context), (at, name) => at.Subcommands.Single(sub => sub.Name == name));
        if (command.Action is not null) Assert.Contains(command.Options, option => option.Name == "--json");
        else Assert.NotEmpty(command.Subcommands);
    }

    [Fact]
    public async Task No_argument_shows_the_help()
    {
        var run = await CliRun.OfAsync([]);
        Assert.Equal((0, true), (run.ExitCode, run.Out.Contains("based demo", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Walk(Command command, string path)
    {
        yield return path;
        foreach (var sub in command.Subcommands)
            foreach (var inner in Walk(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}")) yield return inner;
    }
}
