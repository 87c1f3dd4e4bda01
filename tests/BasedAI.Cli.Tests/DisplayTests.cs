namespace BasedAI.Cli.Tests;

public sealed class DisplayTests
{
    private static readonly (string, string)[] Facts = [("answer", "positive, " + string.Concat(Enumerable.Repeat("very ", 40))), ("[bold]", "[red]not markup[/] \u2713")];

    [Theory]
    [InlineData("", 10)]
    [InlineData("one two three four", 9)]
    [InlineData("averylongwordwithoutanyspace tail", 10)]
    [InlineData("exactly10! next", 10)]
    public void Wrapping_keeps_every_word_and_the_width(string text, int width)
    {
        var lines = Rows.Wrap(text, width).ToList();
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_terminal_there_are_plain_lines()
    {
        var text = Render(isLive: false);
        Assert.DoesNotContain('\u001b', text);
        Assert.Contains("[red]not markup[/]", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80 && line == line.TrimEnd(' '), line));
    }

    [Fact]
    public void On_a_terminal_there_is_a_panel_of_at_most_80_columns()
    {
        var text = Render(isLive: true);
        Assert.Contains("╭", text, StringComparison.Ordinal);
        Assert.Contains("[red]not markup[/]", text, StringComparison.Ordinal);
        var plain = System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[0-9;]*m", "");
        Assert.All(plain.Split('\n'), line => Assert.True(line.TrimEnd('\r').Length <= 80, line));
    }

    [Theory]
    [InlineData("a\u001b[31mb\0c", "a [31mb c")]
    [InlineData("line\nbrk\u202e", "line brk ")]
    [InlineData("0123456789abc", "0123456789…")]
    [InlineData("日本語 😀", "日本語 😀")]
    public void Text_of_others_cannot_steer_the_terminal(string text, string expected) => Assert.Equal(expected, ShownText.OneLine(text, 10));

    [Fact]
    public async Task Info_is_one_JSON_object()
    {
        var run = await CliRun.OfAsync(["info", "--json"]);
        using var document = System.Text.Json.JsonDocument.Parse(run.Out);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("http://127.0.0.1:5080", document.RootElement.GetProperty("defaultNode").GetString());
        Assert.Contains(document.RootElement.GetProperty("simd").GetString(), (string[])["Scalar", "Vector128", "Vector256", "Vector512"]);
    }

    private static string Render(bool isLive)
    {
        using var output = new StringWriter();
        var context = new CliContext { In = TextReader.Null, Out = output, Error = TextWriter.Null, Variable = _ => null, IsLive = isLive, ReadSecret = _ => null };
        Rows.Write(context, "A [title] with brackets that is longer than the eighty columns a terminal has by custom", Facts);
        return output.ToString();
    }
}
