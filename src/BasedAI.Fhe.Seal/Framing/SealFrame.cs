using System.IO.Compression;
using System.Numerics;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace BasedAI.Fhe.Seal;

/// <summary>The outermost frame of an object: header, then the members as they are or as one compressed stream.</summary>
internal static class SealFrame
{
    /// <summary>zstd's own default, as SEAL uses it.</summary>
    private const int ZstdLevel = 3;

    private const int FirstBuffer = 1 << 16;

    // A window is memory the frame may ask for: never more than the content can be, but room for the defaults of other writers.
    private const int MinWindowLog = 23, MaxWindowLog = 27;

    public delegate T MembersReader<T>(ref SealReader reader);

    /// <summary>Reads an object that fills the span.</summary>
    public static T Read<T>(ReadOnlySpan<byte> bytes, ContentLimit limit, MembersReader<T> read)
    {
        if (bytes.Length < SealHeader.SizeInBytes) throw Truncated(bytes.Length);
        var header = SealHeader.Read(bytes);
        if (header.Size > (ulong)bytes.Length) throw Truncated(bytes.Length);
        if (header.Size < (ulong)bytes.Length)
            throw new SealFormatException(SealFormatError.TrailingBytes, $"{(ulong)bytes.Length - header.Size} bytes follow the object.");
        return ReadMembers(header, bytes[SealHeader.SizeInBytes..], limit, read);
    }

    /// <summary>Reads an object from a stream and leaves it behind the object. Bytes that cannot be counted beforehand are collected as they arrive.</summary>
    public static T Read<T>(Stream stream, ContentLimit limit, MembersReader<T> read)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> bytes = stackalloc byte[SealHeader.SizeInBytes];
        int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length) throw Truncated(got);

        var header = SealHeader.Read(bytes);
        ulong members = header.Size - SealHeader.SizeInBytes;
        if (members > (ulong)limit.GetMaxStored(header.Compression)) throw TooLarge(header.Size);
        if (header.Compression == SealCompression.None && stream.CanSeek)
        {
            if (members > (ulong)Math.Max(0, stream.Length - stream.Position)) throw Truncated(stream.Length - stream.Position);
            var reader = new SealReader(stream, (long)members, isCompressed: false);
            return Finish(ref reader, read);
        }

        if (members > (ulong)Array.MaxLength) throw TooLarge(header.Size);
        return ReadMembers(header, Collect(stream, (int)members), limit, read);
    }

    /// <summary>Writes an object.</summary>
    /// <param name="stream">Gets header and members.</param>
    /// <param name="compression">Of the members.</param>
    /// <param name="memberBytes">What <paramref name="write"/> writes, uncompressed.</param>
    /// <param name="write">Writes the members.</param>
    public static void Write(Stream stream, SealCompression compression, long memberBytes, Action<SealWriter> write)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (compression == SealCompression.None)
        {
            var writer = new SealWriter(stream);
            writer.WriteHeader(memberBytes);
            write(writer);
            writer.Flush();
            return;
        }

        using var packed = new MemoryStream();
        using (var packing = Compress(packed, compression))
        {
            var writer = new SealWriter(packing);
            write(writer);
            writer.Flush();
        }

        Span<byte> header = stackalloc byte[SealHeader.SizeInBytes];
        new SealHeader(compression, (ulong)packed.Length + SealHeader.SizeInBytes).Write(header);
        stream.Write(header);
        packed.WriteTo(stream);
    }

    /// <summary>The bytes of an object.</summary>
    public static byte[] ToBytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static T ReadMembers<T>(SealHeader header, ReadOnlySpan<byte> members, ContentLimit limit, MembersReader<T> read)
    {
        if (members.Length > limit.GetMaxStored(header.Compression)) throw TooLarge(header.Size);
        if (header.Compression == SealCompression.None)
        {
            var plain = new SealReader(members);
            return Finish(ref plain, read);
        }

        long max = limit.GetMaxUnpacked(members.Length);
        using var unpacking = Decompress(members.ToArray(), header.Compression, max);
        var reader = new SealReader(unpacking, max, isCompressed: true);
        return Finish(ref reader, read);
    }

    private static T Finish<T>(ref SealReader reader, MembersReader<T> read)
    {
        var result = read(ref reader);
        try
        {
            reader.End();
            return result;
        }
        catch
        {
            (result as IDisposable)?.Dispose();
            throw;
        }
    }

    private static byte[] Collect(Stream stream, int count)
    {
        byte[] buffer = new byte[Math.Min(count, FirstBuffer)];
        for (int got = 0; ;)
        {
            got += stream.ReadAtLeast(buffer.AsSpan(got), buffer.Length - got, throwOnEndOfStream: false);
            if (got < buffer.Length) throw Truncated(got);
            if (got == count) return buffer;
            Array.Resize(ref buffer, (int)Math.Min(count, 2L * buffer.Length));
        }
    }

    private static Stream Compress(Stream destination, SealCompression compression) => compression switch
    {
        SealCompression.Zlib => new ZLibStream(destination, CompressionLevel.Optimal, leaveOpen: true),
        SealCompression.Zstd => new CompressionStream(destination, ZstdLevel, leaveOpen: true),
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, "Known are None, Zlib and Zstd."),
    };

    private static Stream Decompress(byte[] packed, SealCompression compression, long max)
    {
        if (compression == SealCompression.Zlib) return new ZlibContent(packed);
        var stream = new DecompressionStream(new MemoryStream(packed, writable: false), checkEndOfStream: true, leaveOpen: false);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, Math.Clamp(BitOperations.Log2((ulong)max) + 1, MinWindowLog, MaxWindowLog));
        return stream;
    }

    private static SealFormatException Truncated(long available) =>
        new(SealFormatError.Truncated, $"The object ends after {available} bytes.");

    private static SealFormatException TooLarge(ulong size) =>
        new(SealFormatError.TooLarge, $"The object claims {size} bytes, more than one of these parameters has.");
}
