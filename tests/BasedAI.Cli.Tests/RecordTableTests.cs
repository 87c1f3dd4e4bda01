namespace BasedAI.Cli.Tests;

public sealed class RecordTableTests
{
    [Theory]
    [InlineData("radius,texture\n17.99,10.38\n")]
    [InlineData("radius, texture\r\n 17.99 ,1.038e1\r\n\r\n")]
    [InlineData("\"radius\"\ttexture\n17.99\t\"10.38\"")]
    [InlineData(" { \"radius\": 17.99, \"texture\": 10.38 } ")]
    public void A_record_is_read_from_a_table_or_an_object(string text)
    {
        var values = RecordTable.ReadOne(Context(text), "-");
        Assert.Equal([("radius", 17.99), ("texture", 10.38)], values.Select(value => (value.Key, value.Value)));
    }

    [Fact]
    public void Quoted_fields_keep_commas_and_doubled_marks()
    {
        var table = RecordTable.Parse("\"a, b\",\"say \"\"x\"\"\",c\n1,2,3", "file");
        Assert.Equal(["a, b", "say \"x\"", "c"], table.Names);
    }

    [Fact]
    public void A_column_can_be_left_out_and_rows_keep_their_line()
    {
        var table = RecordTable.Parse("label,a\n\nyes,1\nno,2", "file");
        Assert.Equal([3, 4], table.Rows.Select(row => row.Line));
        Assert.Equal([KeyValuePair.Create("a", 2.0)], table.NumbersOf(table.Rows[1], "file", except: 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("a,,b\n1,2,3")]
    [InlineData("a,b\n\"1\"x,2")]
    public void What_is_no_table_is_bad_input(string text)
        => Assert.Equal(ExitCodes.BadInput, Assert.Throws<CliException>(() => RecordTable.Parse(text, "file")).ExitCode);

    private static CliContext Context(string input) => new()
    {
        In = new StringReader(input),
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Variable = _ => null,
        IsLive = false,
        ReadSecret = _ => null,
    };
}
