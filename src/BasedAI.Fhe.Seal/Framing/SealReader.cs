using System.Buffers;
using System.Buffers.Binary;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// Reads the members of one object from memory or from a stream. It never passes a limit: the bytes that are there or, of a compressed object, the most
/// an object of the parameters has. So whoever allocates asks <see cref="Require"/> first, and a short file that unpacks to gigabytes is refused.
/// </summary>
internal ref struct SealReader
{
    private const int ChunkBytes = 1 << 16;

    private readonly ReadOnlySpan<byte> _memory;
    private readonly Stream? _stream;
    private readonly bool _isCompressed;
    private readonly long _limit;
    private long _position;

    /// <summary>Over members in memory.</summary>
    public SealReader(ReadOnlySpan<byte> members)
    {
        _memory = members;
        _limit = members.Length;
    }

    /// <summary>Over a stream.</summary>
    /// <param name="stream">Gives the members.</param>
    /// <param name="limit">How many bytes there are, or, if compressed, may be at most.</param>
    /// <param name="isCompressed">The stream unpacks: whatever it throws is about the bytes.</param>
    public SealReader(Stream stream, long limit, bool isCompressed)
    {
        _stream = stream;
        _limit = limit;
        _isCompressed = isCompressed;
    }

    /// <summary>Throws unless this many bytes may still come.</summary>
    public readonly void Require(long count)
    {
        if (count <= _limit - _position) return;
        throw _isCompressed
            ? new SealFormatException(SealFormatError.TooLarge, "The compressed content is larger than an object of these parameters.")
            : new SealFormatException(SealFormatError.SizeMismatch, "The object is shorter than its fields say.");
    }

    /// <summary>The next byte.</summary>
    public byte ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        Read(one);
        return one[0];
    }

    /// <summary>The next eight bytes as an integer.</summary>
    public ulong ReadUInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        Read(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>The next eight bytes as a double; any bits.</summary>
    public double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadUInt64());

    /// <summary>The next 32 bytes.</summary>
    public SealParmsId ReadParmsId()
    {
        Span<byte> bytes = stackalloc byte[SealParmsId.SizeInBytes];
        Read(bytes);
        return SealParmsId.FromBytes(bytes);
    }

    /// <summary>Fills the span.</summary>
    public void Read(scoped Span<byte> destination)
    {
        Require(destination.Length);
        if (_stream is null) _memory.Slice((int)_position, destination.Length).CopyTo(destination);
        else ReadStream(destination);
        _position += destination.Length;
    }

    /// <summary>The next words, each below the prime, as the limb.</summary>
    public void ReadLimb(ulong q, Span<double> limb)
    {
        Require(8L * limb.Length);
        if (_stream is null)
        {
            Convert(_memory.Slice((int)_position, 8 * limb.Length), q, limb);
            _position += 8L * limb.Length;
            return;
        }

        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (!limb.IsEmpty)
            {
                int count = Math.Min(limb.Length, ChunkBytes / 8);
                Read(chunk.AsSpan(0, 8 * count));
                Convert(chunk.AsSpan(0, 8 * count), q, limb[..count]);
                limb = limb[count..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);      // may have been a secret key
        }
    }

    /// <summary>Reads the header of a nested object; <see cref="EndNested"/> takes the result.</summary>
    public long BeginNested()
    {
        Span<byte> bytes = stackalloc byte[SealHeader.SizeInBytes];
        Read(bytes);
        var header = SealHeader.Read(bytes);
        if (header.Compression != SealCompression.None)
            throw new SealFormatException(SealFormatError.UnsupportedCompression, "A nested object is compressed; SEAL compresses only the outermost.");
        ulong members = header.Size - SealHeader.SizeInBytes;
        if (members > long.MaxValue) throw new SealFormatException(SealFormatError.SizeMismatch, $"A nested object claims {header.Size} bytes.");
        Require((long)members);
        return _position + (long)members;
    }

    /// <summary>Throws unless the nested object ended where it said.</summary>
    public readonly void EndNested(long end)
    {
        if (_position != end)
            throw new SealFormatException(SealFormatError.SizeMismatch, $"A nested object is {end - _position} bytes longer than its fields say.");
    }

    /// <summary>Throws unless everything was read.</summary>
    public readonly void End()
    {
        if (_isCompressed ? HasMore() : _position != _limit)
            throw new SealFormatException(SealFormatError.SizeMismatch, "The object is longer than its fields say.");
    }

    private static void Convert(ReadOnlySpan<byte> words, ulong q, Span<double> limb)
    {
        if (!SealWords.TryToResidues(words, q, limb))
            throw new SealFormatException(SealFormatError.ResidueOutOfRange, $"A word is not below its prime {q}.");
    }

    private readonly bool HasMore()
    {
        Span<byte> one = stackalloc byte[1];
        return TryReadStream(one) > 0;
    }

    private readonly void ReadStream(scoped Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int count = TryReadStream(destination);
            if (count == 0) throw new SealFormatException(SealFormatError.Truncated, "The object ends too early.");
            destination = destination[count..];
        }
    }

    private readonly int TryReadStream(scoped Span<byte> destination)
    {
        try
        {
            return _stream!.Read(destination);
        }
        catch (Exception exception) when (_isCompressed)                 // a decompressor over memory: only the bytes can be wrong
        {
            throw new SealFormatException(SealFormatError.CorruptCompression, "The compressed content is damaged.", exception);
        }
    }
}
