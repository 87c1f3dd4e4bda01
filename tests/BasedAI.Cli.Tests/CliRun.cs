namespace BasedAI.Cli.Tests;

/// <summary>One run of the program inside the test process, with streams and environment of its own.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public static async Task<CliRun> OfAsync(
        IReadOnlyList<string> arguments, string input = "", IReadOnlyDictionary<string, string>? variables = null, bool isLive = false, char[]? typed = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        var context = new CliContext
        {
            In = reader,
            Out = output,
            Error = error,
            Variable = name => variables?.GetValueOrDefault(name),
            IsLive = isLive,
            ReadSecret = _ => typed?.ToArray(),
        };
        var exitCode = await BasedProgram.RunAsync(arguments, context, TestContext.Current.CancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
