using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BasedAI.Client.Text;

/// <summary>
/// The public word and position embeddings of a text model. A word's row is int8 times one float scale; a position's row is float.
/// The row of word w at position t is x = r / sqrt(mean(r^2) + 0.001) with r = scale_w * q_w + p_t, computed in double precision
/// in a fixed order, so every machine gets the same bits. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// File, little-endian: magic "BAIEMBED" (8 bytes), int32 version 1, rows, dimensions d, maxTokens T; float32 scales[rows];
/// int8 q[rows*d]; float32 p[T*d]; 32 bytes SHA-256 of everything before. The hash finds damage; it does not prove an author.
/// </remarks>
public sealed class EmbeddingTable
{
    /// <summary>Version of the file format.</summary>
    public const int FormatVersion = 1;

    /// <summary>Most rows, dimensions and tokens a file may have; a file is also never longer than <see cref="MaxFileBytes"/>.</summary>
    public const int MaxRows = Vocabulary.MaxCount, MaxDimensions = 1024, MaxMaxTokens = 1024, MaxFileBytes = 1 << 26;

    /// <summary>Added to the mean square of a row before its root is taken: bounds the gain of a small row.</summary>
    public const double MeanSquareOffset = 0.001;

    private const int HeaderBytes = 24;

    private readonly float[] _scales;
    private readonly sbyte[] _quantized;
    private readonly float[] _positions;

    /// <summary>Makes a table; the arrays are copied.</summary>
    /// <param name="dimensions">d, from 1 to 1024.</param>
    /// <param name="scales">One non-negative finite scale for each word.</param>
    /// <param name="quantized">rows x d, row after row.</param>
    /// <param name="positions">T x d, finite, row after row.</param>
    /// <exception cref="InvalidDataException">The sizes do not fit each other or a limit, or a float is not as stated.</exception>
    public EmbeddingTable(int dimensions, ReadOnlySpan<float> scales, ReadOnlySpan<sbyte> quantized, ReadOnlySpan<float> positions)
    {
        CheckSizes(scales.Length, dimensions, positions.Length / Math.Max(dimensions, 1));
        if (quantized.Length != (long)scales.Length * dimensions || positions.Length % dimensions != 0)
            throw new InvalidDataException(
                $"{scales.Length} rows of {dimensions} need {(long)scales.Length * dimensions} int8 values, "
                + $"and positions a multiple of {dimensions}; "
                + $"there are {quantized.Length} and {positions.Length}.");
        foreach (var scale in scales)
            if (!float.IsFinite(scale) || scale < 0)
                throw new InvalidDataException($"A row scale of the embedding table is {scale}; scales are finite and not negative.");
        foreach (var value in positions)
            if (!float.IsFinite(value))
                throw new InvalidDataException("A position of the embedding table is not a finite number.");
        Dimensions = dimensions;
        _scales = scales.ToArray();
        _quantized = quantized.ToArray();
        _positions = positions.ToArray();
    }

    /// <summary>Number of words.</summary>
    public int RowCount => _scales.Length;

    /// <summary>Length of a row, d.</summary>
    public int Dimensions { get; }

    /// <summary>Number of positions, T.</summary>
    public int MaxTokens => _positions.Length / Dimensions;

    /// <summary>Writes the RMS-normalised row of a word at a position; its root mean square is at most 1.</summary>
    /// <param name="id">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="position">From 0 to <see cref="MaxTokens"/> - 1.</param>
    /// <param name="destination">d values.</param>
    public void NormalizedRow(int id, int position, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)RowCount, nameof(id));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)MaxTokens, nameof(position));
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Dimensions);
        double scale = _scales[id];
        var word = _quantized.AsSpan(id * Dimensions, Dimensions);
        var place = _positions.AsSpan(position * Dimensions, Dimensions);
        var sum = 0.0;
        for (var j = 0; j < destination.Length; j++)
        {
            destination[j] = scale * word[j] + place[j];
            sum += destination[j] * destination[j];
        }

        var root = Math.Sqrt(sum / Dimensions + MeanSquareOffset);
        for (var j = 0; j < destination.Length; j++)
            destination[j] /= root;
    }

    /// <summary>Reads a table and checks its hash. Sizes are checked before memory is taken.</summary>
    /// <exception cref="InvalidDataException">Not such a file, another version, sizes beyond the limits, cut short, longer than it says,
    /// or damaged.</exception>
    public static EmbeddingTable Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var header = new byte[HeaderBytes];
        if (source.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
            || !header.AsSpan(0, 8).SequenceEqual("BAIEMBED"u8))
            throw new InvalidDataException("This is not an embedding table: it does not begin with BAIEMBED.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (version != FormatVersion)
            throw new InvalidDataException(
                $"The embedding table has format version {version}; this program reads version {FormatVersion}.");
        var rows = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        var dimensions = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(16));
        var maxTokens = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(20));
        CheckSizes(rows, dimensions, maxTokens);
        var length = (int)BodyBytes(rows, dimensions, maxTokens) + SHA256.HashSizeInBytes;
        if (source.CanSeek && source.Length - source.Position != length)
            throw new InvalidDataException(
                $"An embedding table of {rows} x {dimensions} has {length} bytes after its header; "
                + $"this file has {source.Length - source.Position}.");

        var body = new byte[length];
        if (source.ReadAtLeast(body, length, throwOnEndOfStream: false) < length || source.ReadByte() >= 0)
            throw new InvalidDataException(
                $"An embedding table of {rows} x {dimensions} has {length} bytes after its header; this one has not.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(body, 0, length - SHA256.HashSizeInBytes);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(body.AsSpan(length - SHA256.HashSizeInBytes)))
            throw new InvalidDataException("The embedding table is damaged: its SHA-256 does not fit. Download the model again.");

        var words = body.AsSpan(4 * rows, rows * dimensions);
        return new EmbeddingTable(
            dimensions, ReadFloats(body.AsSpan(0, 4 * rows)), MemoryMarshal.Cast<byte, sbyte>(words),
            ReadFloats(body.AsSpan(4 * rows + rows * dimensions, 4 * maxTokens * dimensions)));
    }

    /// <summary>Writes the file that <see cref="Read"/> reads; equal tables give equal bytes.</summary>
    public void Write(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var bytes = new byte[HeaderBytes + (int)BodyBytes(RowCount, Dimensions, MaxTokens)];
        "BAIEMBED"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), RowCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), MaxTokens);
        var body = bytes.AsSpan(HeaderBytes);
        WriteFloats(_scales, body);
        MemoryMarshal.AsBytes<sbyte>(_quantized).CopyTo(body[(4 * RowCount)..]);
        WriteFloats(_positions, body[(4 * RowCount + _quantized.Length)..]);
        destination.Write(bytes);
        destination.Write(SHA256.HashData(bytes));
    }

    private static long BodyBytes(int rows, int dimensions, int maxTokens) =>
        4L * rows + (long)rows * dimensions + 4L * maxTokens * dimensions;

    private static void CheckSizes(int rows, int dimensions, int maxTokens)
    {
        if (rows is < 1 or > MaxRows || dimensions is < 1 or > MaxDimensions || maxTokens is < 1 or > MaxMaxTokens
            || BodyBytes(rows, dimensions, maxTokens) > MaxFileBytes)
            throw new InvalidDataException(
                $"An embedding table of {rows} rows, {dimensions} dimensions and {maxTokens} tokens is outside the limits "
                + $"({MaxRows}, {MaxDimensions}, {MaxMaxTokens}, {MaxFileBytes} bytes).");
    }

    private static float[] ReadFloats(ReadOnlySpan<byte> source)
    {
        var values = new float[source.Length / 4];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(4 * i)..]);
        return values;
    }

    private static void WriteFloats(ReadOnlySpan<float> values, Span<byte> destination)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(destination[(4 * i)..], values[i]);
    }
}
