namespace BasedAI.Cli.Tests;

public sealed class EvaluationFileTests
{
    [Fact]
    public void The_GLUE_form_is_read()
    {
        var texts = Parse("sentence\tlabel", "it 's a charming journey . \t1", "unflinchingly bleak \t0", "");
        Assert.Equal([new(2, "it 's a charming journey .", "1"), new(3, "unflinchingly bleak", "0")], texts);
    }

    [Fact]
    public void Label_first_lines_are_read() => Assert.Equal(
        [new(1, "a gem", "1"), new(3, "dull", "0"), new(4, "sentence of its own", "positive"), new(5, "it burns", "urinary tract infection")],
        Parse("1 a gem", "  ", "0\tdull", "positive sentence of its own", "urinary tract infection\tit burns"));

    [Theory]
    [InlineData("text\tlabel", "it itches\tFungal infection")]
    [InlineData("label\ttext", "Fungal infection\tit itches")]
    [InlineData("Label\tSentence", "Fungal infection\tit itches")]
    public void A_table_may_have_either_order(string header, string line)
        => Assert.Equal([new(2, "it itches", "Fungal infection")], Parse(header, line));

    [Fact]
    public void The_limit_counts_texts_not_lines() => Assert.Equal(2, Parse(2, "1 a", "", "0 b", "broken").Count);

    [Theory]
    [InlineData("line 2: no tab", "sentence\tlabel", "no tab here")]
    [InlineData("line 2: the label is empty", "sentence\tlabel", "x\t ")]
    [InlineData("line 2: the text is empty", "sentence\tlabel", " \t1")]
    [InlineData("line 1: a line is a label", "word")]
    [InlineData("line 2: the text has a NUL", "1 a", "1 a\0b")]
    [InlineData("no labelled text", "sentence\tlabel")]
    [InlineData("no labelled text")]
    public void What_is_wrong_is_named_by_its_line(string expected, params string[] lines)
    {
        var exception = Assert.Throws<CliException>(() => Parse(lines));
        Assert.Equal(2, exception.ExitCode);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_problems_are_not_all_listed()
    {
        var message = Assert.Throws<CliException>(() => Parse([.. Enumerable.Repeat("x", 1000)])).Message;
        Assert.Contains("and more", message, StringComparison.Ordinal);
        Assert.True(message.Length < 1000);
    }

    private static IReadOnlyList<LabelledText> Parse(params string[] lines) => EvaluationFile.Parse(lines, "file", int.MaxValue);

    private static IReadOnlyList<LabelledText> Parse(int limit, params string[] lines) => EvaluationFile.Parse(lines, "file", limit);
}
