using System.Buffers.Binary;
using BasedAI.Client.Text;

namespace BasedAI.Client.Tests.Text;

public class EmbeddingTableTests
{
    private const int Rows = 3, Dimensions = 4, Tokens = 2;

    [Fact]
    public void RowIsTheNormalisedSumOfWordAndPosition()
    {
        var row = new double[Dimensions];
        Small().NormalizedRow(2, 1, row);
        double[] raw = [0.5 * 3 + 0.25, 0.5 * -127 - 0.25, 0, 0.5 * 127 + 8];
        var root = Math.Sqrt(raw.Sum(value => value * value) / Dimensions + 0.001);
        Assert.Equal(raw.Select(value => value / root), row, (left, right) => Math.Abs(left - right) < 1e-15);
        Assert.InRange(row.Sum(value => value * value) / Dimensions, 0.999, 1);
    }

    [Fact]
    public void RowOfZerosStaysZero()
    {
        var row = new double[Dimensions];
        Small().NormalizedRow(0, 0, row);
        Assert.All(row, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(Rows, 0)]
    [InlineData(0, Tokens)]
    public void RowOutsideTheTableIsRefused(int id, int position) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Small().NormalizedRow(id, position, new double[Dimensions]));

    [Fact]
    public void WritesWhatItReads()
    {
        var bytes = Bytes(Small());
        Assert.Equal(24 + 4 * Rows + Rows * Dimensions + 4 * Tokens * Dimensions + 32, bytes.Length);
        Assert.Equal(bytes, Bytes(EmbeddingTable.Read(new MemoryStream(bytes))));
    }

    [Fact]
    public void EveryChangedByteIsFound()
    {
        var bytes = Bytes(Small());
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 1;
            Assert.Throws<InvalidDataException>(() => EmbeddingTable.Read(new MemoryStream(changed)));
        }
    }

    [Fact]
    public void EveryShorterAndOneLongerFileIsRefused()
    {
        var bytes = Bytes(Small());
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => EmbeddingTable.Read(new MemoryStream(bytes, 0, length)));
        Assert.Throws<InvalidDataException>(() => EmbeddingTable.Read(new MemoryStream([.. bytes, 0])));
    }

    [Theory]
    [InlineData(int.MaxValue, 64, 32)]
    [InlineData(-1, 64, 32)]
    [InlineData(1000, 0, 32)]
    [InlineData(1000, int.MaxValue, 32)]
    [InlineData(1000, 64, int.MaxValue)]
    [InlineData(1 << 18, 1024, 32)]
    public void SizesAreCheckedBeforeMemoryIsTaken(int rows, int dimensions, int tokens)
    {
        var header = new byte[24];
        "BAIEMBED"u8.CopyTo(header);
        int[] fields = [1, rows, dimensions, tokens];
        for (var i = 0; i < fields.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8 + 4 * i), fields[i]);
        var exception = Assert.Throws<InvalidDataException>(() => EmbeddingTable.Read(new MemoryStream(header)));
        Assert.Contains("outside the limits", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherVersionAndOtherFileAreNamed()
    {
        var bytes = Bytes(Small());
        bytes[8] = 2;
        var version = Assert.Throws<InvalidDataException>(() => EmbeddingTable.Read(new MemoryStream(bytes)));
        Assert.Contains("version 2", version.Message, StringComparison.Ordinal);
        var other = Assert.Throws<InvalidDataException>(() => EmbeddingTable.Read(new MemoryStream(new byte[100])));
        Assert.Contains("BAIEMBED", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArraysThatDoNotFitAreRefused()
    {
        Assert.Throws<InvalidDataException>(() => new EmbeddingTable(Dimensions, [1f], new sbyte[3], new float[4]));
        Assert.Throws<InvalidDataException>(() => new EmbeddingTable(Dimensions, [1f], new sbyte[4], new float[5]));
        Assert.Throws<InvalidDataException>(() => new EmbeddingTable(Dimensions, [float.NaN], new sbyte[4], new float[4]));
        Assert.Throws<InvalidDataException>(() => new EmbeddingTable(Dimensions, [1f], new sbyte[4], [0, float.PositiveInfinity, 0, 0]));
        Assert.Throws<InvalidDataException>(() => new EmbeddingTable(0, [1f], [], [1f]));
    }

    internal static EmbeddingTable Small() => new(
        Dimensions, [0f, 0.25f, 0.5f], [0, 0, 0, 0, 1, 2, 3, 4, 3, -127, 0, 127], [0, 0, 0, 0, 0.25f, -0.25f, 0, 8]);

    private static byte[] Bytes(EmbeddingTable table)
    {
        using var stream = new MemoryStream();
        table.Write(stream);
        return stream.ToArray();
    }
}
