using BasedAI.Client.Text;

namespace BasedAI.Client.Tests.Text;

public class TextEncoderTests
{
    private static readonly Vocabulary Words = new(["<unk>", "good", "film"]);

    [Fact]
    public void CountsWhatTheModelDoesNotSee()
    {
        var encoded = new TextEncoder(Words, EmbeddingTableTests.Small()).Encode("Film! Good good.");
        Assert.Equal(["film", "!"], encoded.Tokens);
        Assert.Equal([2, 0], encoded.Ids);
        Assert.Equal(2, encoded.Length);
        Assert.Equal(1, encoded.UnknownCount);
        Assert.Equal(5, encoded.TotalTokens);
        Assert.Equal(3, encoded.TruncatedTokens);
    }

    [Fact]
    public void RowsAreThoseOfTheTableThenZero()
    {
        var table = EmbeddingTableTests.Small();
        var encoded = new TextEncoder(Words, table).Encode("film");
        var expected = new double[table.Dimensions];
        table.NormalizedRow(2, 0, expected);
        Assert.Equal(table.MaxTokens, encoded.Rows.GetLength(0));
        for (var j = 0; j < expected.Length; j++)
        {
            Assert.Equal(expected[j], encoded.Rows[0, j]);
            Assert.Equal(0, encoded.Rows[1, j]);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void EmptyTextHasLengthZero(string? text)
    {
        var encoded = new TextEncoder(Words, EmbeddingTableTests.Small()).Encode(text);
        Assert.Equal(0, encoded.Length);
        Assert.Empty(encoded.Ids);
        Assert.All(encoded.Rows.Cast<double>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void FilesOfTwoModelsAreRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new TextEncoder(new Vocabulary(["<unk>"]), EmbeddingTableTests.Small()));
        Assert.Contains("1 words", exception.Message, StringComparison.Ordinal);
        Assert.Contains("3 rows", exception.Message, StringComparison.Ordinal);
    }
}
