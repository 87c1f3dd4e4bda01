using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BasedAI.Cerberus;

/// <summary>
/// The file <c>weights.bin</c>, little-endian: magic "BAISENT1" (8 ASCII bytes); int32 T, d, heads; then float64
/// u[heads·d], c[heads], v[heads·d], w[d], b; then the SHA-256 of everything before it (32 bytes). Nothing follows.
/// </summary>
public static class SentimentWeightsSerializer
{
    private const int HeaderBytes = 20;

    private static ReadOnlySpan<byte> Magic => "BAISENT1"u8;

    /// <summary>The largest file the dimensions' bounds allow.</summary>
    public static int MaxFileBytes { get; } =
        FileBytes(SentimentWeights.MaxFeatureCount, SentimentWeights.MaxHeadCount);

    /// <summary>The file's bytes. The same weights always give the same bytes.</summary>
    public static byte[] ToBytes(SentimentWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        byte[] bytes = new byte[FileBytes(weights.FeatureCount, weights.HeadCount)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), weights.TokenCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), weights.FeatureCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), weights.HeadCount);
        int offset = HeaderBytes;
        WriteDoubles(bytes, ref offset, weights.Queries);
        WriteDoubles(bytes, ref offset, weights.Offsets);
        WriteDoubles(bytes, ref offset, weights.Values);
        WriteDoubles(bytes, ref offset, weights.Linear);
        WriteDoubles(bytes, ref offset, [weights.Bias]);
        SHA256.HashData(bytes.AsSpan(0, offset), bytes.AsSpan(offset));
        return bytes;
    }

    /// <summary>Writes the file's bytes to a stream.</summary>
    public static void Write(SentimentWeights weights, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.Write(ToBytes(weights));
    }

    /// <summary>Reads a whole stream, never more than <see cref="MaxFileBytes"/> + 1 bytes of it.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Read(ReadOnlySpan{byte})"/>.</exception>
    public static SentimentWeights Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var read = new MemoryStream();
        byte[] chunk = new byte[1 << 14];
        while (read.Length <= MaxFileBytes && source.Read(chunk, 0, (int)Math.Min(chunk.Length, MaxFileBytes + 1 - read.Length)) is > 0 and var count) read.Write(chunk, 0, count);
        return Read(read.GetBuffer().AsSpan(0, (int)read.Length));
    }

    /// <summary>Reads a file held in memory.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a weights file; the message says in what way.</exception>
    public static SentimentWeights Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || !bytes[..8].SequenceEqual(Magic))
        {
            throw new InvalidDataException("Not a sentiment weights file: it does not begin with \"BAISENT1\" and three dimensions.");
        }
        int tokenCount = ReadDimension(bytes[8..], SentimentWeights.MaxTokenCount, "T");
        int featureCount = ReadDimension(bytes[12..], SentimentWeights.MaxFeatureCount, "d");
        int headCount = ReadDimension(bytes[16..], SentimentWeights.MaxHeadCount, "heads");
        int expected = FileBytes(featureCount, headCount);
        if (bytes.Length != expected)
        {
            throw new InvalidDataException(
                $"The weights file has {bytes.Length} bytes{(bytes.Length > MaxFileBytes ? " or more" : "")}; "
                + $"d={featureCount} and heads={headCount} make {expected}.");
        }
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..^SHA256.HashSizeInBytes], digest);
        if (!digest.SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new InvalidDataException("The weights file is damaged: its SHA-256 does not match. Fetch it again.");
        }

        int offset = HeaderBytes;
        double[] queries = ReadDoubles(bytes, ref offset, headCount * featureCount);
        double[] offsets = ReadDoubles(bytes, ref offset, headCount);
        double[] values = ReadDoubles(bytes, ref offset, headCount * featureCount);
        double[] linear = ReadDoubles(bytes, ref offset, featureCount);
        double bias = ReadDoubles(bytes, ref offset, 1)[0];
        try
        {
            return new SentimentWeights(tokenCount, featureCount, headCount, queries, offsets, values, linear, bias);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The weights file cannot be used: {exception.Message}", exception);
        }
    }

    private static int FileBytes(int featureCount, int headCount) =>
        HeaderBytes + 8 * (2 * headCount * featureCount + headCount + featureCount + 1) + SHA256.HashSizeInBytes;

    private static int ReadDimension(ReadOnlySpan<byte> bytes, int max, string name)
    {
        int value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return value >= 1 && value <= max
            ? value
            : throw new InvalidDataException($"The weights file says {name}={value}; it must be 1 to {max}.");
    }

    private static void WriteDoubles(byte[] bytes, ref int offset, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(offset), value);
            offset += 8;
        }
    }

    private static double[] ReadDoubles(ReadOnlySpan<byte> bytes, ref int offset, int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[offset..]);
            offset += 8;
        }
        return values;
    }
}
