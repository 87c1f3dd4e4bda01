using System.Text;
using BasedAI.Client.Text;

namespace BasedAI.Client.Tests.Text;

public class VocabularyTests
{
    [Fact]
    public void LineNumberIsTheId()
    {
        var vocabulary = Read("<unk>\nfilm\ncliché\n");
        Assert.Equal(3, vocabulary.Count);
        Assert.Equal(2, vocabulary.Find("cliché"));
        Assert.Equal(Vocabulary.UnknownId, vocabulary.Find("Film"));
        Assert.Equal(["<unk>", "film", "cliché"], vocabulary.Words);
    }

    [Fact]
    public void WritesWhatItReads()
    {
        var bytes = "<unk>\nfilm\n'70s\n"u8.ToArray();
        using var copy = new MemoryStream();
        Vocabulary.Read(new MemoryStream(bytes)).Write(copy);
        Assert.Equal(bytes, copy.ToArray());
    }

    [Theory]
    [InlineData("", "first line")]
    [InlineData("film\n", "first line")]
    [InlineData("<unk>\n\nfilm\n", "Line 2")]
    [InlineData("<unk>\nfilm\nfilm\n", "Line 3 of the vocabulary repeats the word of line 2")]
    [InlineData("<unk>\nfilm\r\n", "Line 2")]
    [InlineData("<unk>\ntwo words\n", "Line 2")]
    [InlineData("<unk>\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "1 to 64 characters")]
    public void RefusesOtherFiles(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void RefusesBytesThatAreNotUtf8()
    {
        var exception = Assert.Throws<InvalidDataException>(() => Vocabulary.Read(new MemoryStream([.. "<unk>\n"u8, 0xC3, 0x28])));
        Assert.Contains("UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesMoreWordsThanTheLimit()
    {
        var words = Enumerable.Range(0, Vocabulary.MaxCount + 1).Select(i => i == 0 ? "<unk>" : $"w{i}");
        var exception = Assert.Throws<InvalidDataException>(() => new Vocabulary(words));
        Assert.Contains("more than", exception.Message, StringComparison.Ordinal);
    }

    private static Vocabulary Read(string text) => Vocabulary.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
