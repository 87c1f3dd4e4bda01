namespace BasedAI.Cli.Tests;

/// <summary>Each kind of bad input: one clear message on the error stream, nothing on the output, the documented exit code, nothing started or sent.</summary>
public sealed class BadInputTests
{
    /// <summary>A port nothing listens on: reaching for it would give exit code 3.</summary>
    private static readonly Dictionary<string, string> Nowhere = new() { ["BASEDAI_NODE"] = "http://127.0.0.1:1", ["BASEDAI_SILO"] = Path.GetTempPath() };

    public static TheoryData<string[], string, string> Wrong => new()
    {
        { ["ask", ""], "", "empty" },
        { ["ask", " \t\r\n\u00a0"], "", "empty" },
        { ["ask", "-"], "", "empty" },
        { ["ask", "-"], "\u200b\ufeff", "empty" },
        { ["ask", "-"], "good\0film", "NUL byte at position 5" },
        { ["demo", ""], "", "empty" },
        { ["demo", "-"], "a\0b", "NUL byte" },
        { ["ask"], "", "Required argument" },
        { ["ask", "--nod", "film"], "", "'film'" },
        { ["ask", "--typo"], "", "no option" },
        { ["ask", "good", "film"], "", "'film'" },
        { ["ask", "good", "--record", "x.csv"], "", "two questions" },
        { ["ask", "--record", "/nonexistent.csv"], "", "no file" },
        { ["ask", "--record", "-"], "", "no record" },
        { ["ask", "--record", "-"], "{\"a\": \"b\"}", "'a' is no number" },
        { ["ask", "--record", "-"], "{\"a\": 1", "no JSON object" },
        { ["ask", "--record", "-"], "a,b\n1,x\n", "line 2: 'b' is 'x'" },
        { ["ask", "--record", "-"], "a,b\n1\n", "line 2: 1 fields, the header has 2" },
        { ["ask", "--record", "-"], "a,b\n1,2\n3,4\n", "2 rows" },
        { ["ask", "--record", "-"], "a,b\n\"1,2\n", "not closed" },
        { ["ask", "--record", "-"], "a\n1e999\n", "'1e999'" },
        { ["ask", "--brain", "1024", "x"], "", "0 to 1023" },
        { ["ask", "--brain", "-1", "x"], "", "0 to 1023" },
        { ["ask", "--brain", "zero", "x"], "", "0 to 1023" },
        { ["ask", "--validators", "9", "x"], "", "0 to 8" },
        { ["ask", "--deadline", "0", "x"], "", "1 to 86400" },
        { ["ask", "--node", "localhost", "x"], "", "--node is 'localhost'" },
        { ["ask", "--node", "ftp://host", "x"], "", "--node is" },
        { ["ask", "--node", "", "x"], "", "--node is empty" },
        { ["ask", "--node", "http://me:pass@host", "x"], "", "user name or password" },
        { ["brain", "show", "1024"], "", "no Brain" },
        { ["brain", "show", "\u001b[2J"], "", "no Brain" },
        { ["job", "show", "123"], "", "no job" },
        { ["job", "watch", "00000000000000000000000000000000"], "", "no job" },
        { ["eval", "/nonexistent.tsv"], "", "no file" },
        { ["eval"], "", "Required argument" },
        { ["silo"], "", "--data" },
        { ["nonsense"], "", "'nonsense'" },
        { ["keys"], "", "Required command" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Bad_input_is_told_in_one_message(string[] arguments, string input, string expected)
    {
        var run = await CliRun.OfAsync(arguments, input, Nowhere);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.DoesNotContain("Exception", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Fact]
    public async Task A_wrong_variable_is_named()
    {
        var run = await CliRun.OfAsync(["brain", "list"], variables: new Dictionary<string, string> { ["BASEDAI_NODE"] = "nowhere" });
        Assert.Equal((2, true), (run.ExitCode, run.Error.Contains("BASEDAI_NODE is 'nowhere'", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("ask", "x")]
    [InlineData("brain", "list")]
    [InlineData("job", "show", "0123456789abcdef0123456789abcdef")]
    [InlineData("keys", "new", "basedai-never-written.keys", "--passphrase-env", "P")]
    public async Task No_node_is_exit_code_3_with_the_remedy(params string[] arguments)
    {
        var run = await CliRun.OfAsync(arguments, variables: Nowhere);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("127.0.0.1:1", run.Error, StringComparison.Ordinal);
        Assert.Contains("based silo --data", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists("basedai-never-written.keys"));
    }

    [Fact]
    public async Task No_node_program_is_exit_code_3_with_the_remedy()
    {
        var run = await CliRun.OfAsync(["demo"], variables: Nowhere);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("BASEDAI_SILO", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_begins_with_dashes_goes_behind_two_dashes()
        => Assert.Equal(3, (await CliRun.OfAsync(["ask", "--", "--great"], variables: Nowhere)).ExitCode);

    [Theory]
    [InlineData("@file")]
    [InlineData("[red]x[/]")]
    [InlineData("--- what a film")]
    public async Task A_text_may_look_like_anything_else(string text)
        => Assert.Equal(3, (await CliRun.OfAsync(["ask", text], variables: Nowhere)).ExitCode);

    [Fact]
    public async Task A_megabyte_of_text_is_read_in_bounded_time()
        => Assert.Equal(3, (await CliRun.OfAsync(["ask", "-"], string.Concat(Enumerable.Repeat("a film and ", 100_000)), Nowhere)).ExitCode);

    [Fact]
    public async Task A_text_beyond_the_bound_is_refused()
    {
        var run = await CliRun.OfAsync(["ask", "-"], new string('a', PromptText.MaxLength + 1), Nowhere);
        Assert.Equal((2, true), (run.ExitCode, run.Error.Contains("longer than", StringComparison.Ordinal)));
    }
}
