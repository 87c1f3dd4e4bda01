namespace BasedAI.Gateway.Tests;

/// <summary>The silo's command line, through the program itself.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("--data DIR is missing")]
    [InlineData("--frobnicate is not an option", "--data", "x", "--frobnicate", "1")]
    [InlineData("'extra' is not an option", "extra")]
    [InlineData("--miners is '1793'", "--data", "x", "--miners", "1793")]
    [InlineData("--miners is '-1'", "--data", "x", "--miners=-1")]
    [InlineData("--workers is '0'", "--data", "x", "--workers", "0")]
    [InlineData("--http is 'localhost'", "--data", "x", "--http", "localhost")]
    [InlineData("--data needs a value", "--data")]
    [InlineData("--data is given twice", "--data", "x", "--data", "y")]
    [InlineData("there is no such folder", "--data", "x", "--models", "/nonexistent/models")]
    [InlineData("--brains is '0,1024'", "--data", "x", "--brains", "0,1024")]
    [InlineData("--model and --brains exclude each other", "--data", "x", "--brains", "0", "--model", "m")]
    [InlineData("exclude each other", "--data", "x", "--silo-port", "11111", "--ephemeral-ports")]
    public async Task Wrong_arguments_end_with_2_and_say_what_is_wrong(string message, params string[] arguments)
    {
        var (exitCode, output, log) = await NodeProcess.RunToEnd(arguments);
        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        Assert.Contains(message, log, StringComparison.Ordinal);
        Assert.Contains("--help", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_options_and_exit_codes()
    {
        var (exitCode, output, _) = await NodeProcess.RunToEnd("--help");
        Assert.Equal(0, exitCode);
        foreach (var word in (string[])["--data", "--http", "--miners", "--ephemeral-ports", "Examples", "Exit codes"])
            Assert.Contains(word, output, StringComparison.Ordinal);
    }
}
