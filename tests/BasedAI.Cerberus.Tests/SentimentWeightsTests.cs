using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BasedAI.Cerberus.Tests;

public sealed class SentimentWeightsTests
{
    [Fact]
    public void Logit_OfAModelSmallEnoughToWorkByHand()
    {
        // One head, two features, two tokens: x_1 = (1, 2), x_2 = (0, 1), n = 2.
        var weights = new SentimentWeights(2, 2, 1, [1, 0.5], [1], [2, -1], [0.25, 0.5], 3);
        double[,] rows = { { 1, 2 }, { 0, 1 } };

        // t=1: (1+1+1)^2 * (2-2) + 0.25+1 = 1.25;  t=2: (0.5+1)^2 * (-1) + 0.5 = -1.75.
        Assert.Equal(3 + (1.25 - 1.75) / 2, weights.Logit(rows, 2), 15);
        Assert.Equal(3 + 1.25, weights.Logit(rows, 1), 15);
    }

    [Fact]
    public void WriteThenRead_KeepsEveryBit()
    {
        SentimentWeights weights = SentimentSamples.Weights(1);
        byte[] bytes = SentimentWeightsSerializer.ToBytes(weights);
        using var stream = new MemoryStream();
        SentimentWeightsSerializer.Write(weights, stream);
        Assert.Equal(bytes, stream.ToArray());

        stream.Position = 0;
        SentimentWeights read = SentimentWeightsSerializer.Read(stream);
        Assert.Equal((32, 64, 4), (read.TokenCount, read.FeatureCount, read.HeadCount));
        Assert.Equal(bytes, SentimentWeightsSerializer.ToBytes(read));
        Assert.Equal(weights.Value(3).ToArray(), read.Value(3).ToArray());
        Assert.Equal(20 + 8 * (2 * 256 + 4 + 64 + 1) + 32, bytes.Length);
    }

    [Fact]
    public void Read_EveryTruncationAndEveryFlippedByteIsRefused()
    {
        byte[] bytes = SentimentWeightsSerializer.ToBytes(SentimentSamples.Weights(2, 4, 4, 1));
        for (int i = 0; i < bytes.Length; i++)
        {
            int length = i;
            Assert.Throws<InvalidDataException>(() => SentimentWeightsSerializer.Read(bytes.AsSpan(0, length)));
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => SentimentWeightsSerializer.Read(damaged));
        }
        Assert.Throws<InvalidDataException>(() => SentimentWeightsSerializer.Read([.. bytes, 0]));
    }

    [Theory]
    [InlineData(8, 65, "T=65")]
    [InlineData(12, 257, "d=257")]
    [InlineData(16, 9, "heads=9")]
    [InlineData(12, -1, "d=-1")]
    [InlineData(16, int.MaxValue, "heads=2147483647")]
    public void Read_DimensionsOutOfBoundsAreNamed(int offset, int value, string named)
    {
        byte[] bytes = SentimentWeightsSerializer.ToBytes(SentimentSamples.Weights(2, 4, 4, 1));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => SentimentWeightsSerializer.Read(bytes));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ValueThatIsNotFiniteIsRefusedEvenWithAGoodDigest()
    {
        byte[] bytes = SentimentWeightsSerializer.ToBytes(SentimentSamples.Weights(2, 4, 4, 1));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(20), double.NaN);
        SHA256.HashData(bytes.AsSpan(..^32), bytes.AsSpan(bytes.Length - 32));
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => SentimentWeightsSerializer.Read(bytes));
        Assert.Contains("not finite", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ArrayOfTheWrongLengthIsNamed()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new SentimentWeights(2, 2, 1, [1, 0.5], [1, 2], [2, -1], [0.25, 0.5], 3));
        Assert.Contains("offsets has 2 values", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Logit_LengthAndShapeAreChecked()
    {
        SentimentWeights weights = SentimentSamples.Weights(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.Logit(new double[32, 64], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.Logit(new double[32, 64], 33));
        Assert.Throws<ArgumentException>(() => weights.Logit(new double[31, 64], 1));
    }
}
