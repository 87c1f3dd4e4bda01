using BasedAI.Client.Text;

namespace BasedAI.Client.Tests.Text;

public class ShippedTextModelTests
{
    private const long MaxModelBytes = 3_600_000;

    private static readonly string[] Files = ["vocabulary.txt", "embedding.bin", "weights.bin"];

    [Fact]
    public void FilesFitEachOtherAndTheBudget()
    {
        var encoder = Read();
        Assert.Equal(32, encoder.MaxTokens);
        Assert.Equal(64, encoder.Dimensions);
        Assert.InRange(Files.Sum(file => new FileInfo(Path.Combine(Folder, file)).Length), 1, MaxModelBytes);
    }

    [Theory]
    [InlineData("A gripping, beautifully acted film.", 0)]
    [InlineData("It's clichéd, but I can't say it doesn't work...", 0)]
    [InlineData("Mr. Spielberg's \"best\" since the '70s?", 0)]
    [InlineData("fghjkl qwrtz good", 2)]
    public void KnowsOrdinaryWords(string text, int unknown) => Assert.Equal(unknown, Read().Encode(text).UnknownCount);

    [Fact]
    public void RowsHaveUnitMeanSquareAndPaddingIsZero()
    {
        var encoded = Read().Encode("a gripping , beautifully acted film");
        for (var t = 0; t < 32; t++)
        {
            var square = Enumerable.Range(0, 64).Sum(j => encoded.Rows[t, j] * encoded.Rows[t, j]) / 64;
            if (t < encoded.Length)
                Assert.InRange(square, 0.9, 1);
            else
                Assert.Equal(0, square);
        }
    }

    [Fact]
    public void EveryWordIsATokenOfItself()
    {
        using var file = File.OpenRead(Path.Combine(Folder, "vocabulary.txt"));
        Assert.All(Vocabulary.Read(file).Words.Skip(1), word => Assert.Equal([word], Tokenizer.Tokenize(word).Tokens));
    }

    private static TextEncoder Read()
    {
        using var words = File.OpenRead(Path.Combine(Folder, "vocabulary.txt"));
        using var table = File.OpenRead(Path.Combine(Folder, "embedding.bin"));
        return new TextEncoder(Vocabulary.Read(words), EmbeddingTable.Read(table));
    }

    private static string Folder { get; } = Path.Combine(FindRoot(), "silo", "models", "sentiment-mini");

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "BasedAI.Orleans.sln")))
            directory = directory.Parent;
        return directory?.FullName
            ?? throw new DirectoryNotFoundException("The tests run inside the repository: BasedAI.Orleans.sln was not found above them.");
    }
}
