using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Reads one frame of untrusted bytes. Parameters are compared before anything else of the content is looked at, every length follows from fields already
/// checked, and memory is taken for bytes that are there: a stream that knows its length is asked, any other is believed limb by limb, as they arrive.
/// </summary>
internal sealed class FrameReader : IDisposable
{
    private const int FirstBuffer = 1 << 12;

    private readonly CkksParameters _parameters;
    private readonly Stream _source;
    private readonly bool _isSecret;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64);
    private uint _crc = uint.MaxValue;
    private long _left = long.MaxValue;

    public FrameReader(CkksParameters parameters, Stream source, ObjectKind kind, bool isSecret = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(source);
        _parameters = parameters;
        _source = source;
        _isSecret = isSecret;
        try
        {
            _left = ReadHeader(kind);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static CiphertextFormatException Fail(CiphertextFormatError reason, string message) => new(reason, message);

    /// <summary>Checks that what follows in the body has exactly this length, and is there if the stream can tell; called as soon as the length is known.</summary>
    public void ExpectRemaining(long length)
    {
        if (_left != length)
            throw Fail(CiphertextFormatError.LengthMismatch, $"The header says {_left} more bytes, the content needs {length}.");
        if (_source.CanSeek && _source.Length - _source.Position < length) throw Truncated();
    }

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > _left) throw Fail(CiphertextFormatError.LengthMismatch, $"The body ends {count - _left} bytes before a field does.");
        for (int got = 0; got < count;)
        {
            if (got == _buffer.Length || got == 0) MakeRoom(got, count);
            int wanted = Math.Min(count, _buffer.Length) - got;
            if (_source.ReadAtLeast(_buffer.AsSpan(got, wanted), wanted, throwOnEndOfStream: false) < wanted) throw Truncated();
            got += wanted;
        }

        var bytes = _buffer.AsSpan(0, count);
        _crc = WireFormat.UpdateChecksum(_crc, bytes);
        _left -= count;
        return bytes;
    }

    public byte ReadByte() => ReadBytes(1)[0];

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    /// <summary>Reads a level the parameters have.</summary>
    public int ReadLevel()
    {
        int level = ReadByte();
        return level <= _parameters.MaxLevel
            ? level
            : throw Fail(CiphertextFormatError.LevelOutOfRange, $"Level {level}; the parameters have levels 0 to {_parameters.MaxLevel}.");
    }

    /// <summary>Reads a scale that fits a level.</summary>
    public Scale ReadScale(int level)
    {
        double value = BinaryPrimitives.ReadDoubleLittleEndian(ReadBytes(8));
        return Operands.IsScaleInRange(_parameters, level, value)
            ? new Scale(value)
            : throw Fail(CiphertextFormatError.ScaleOutOfRange, $"Scale {value} at level {level}; it must be 1 or more and below the modulus.");
    }

    /// <summary>Reads the byte that says the limbs are in NTT form.</summary>
    public void ReadRepresentation()
    {
        byte value = ReadByte();
        if (value != WireFormat.NttRepresentation) throw Fail(CiphertextFormatError.UnsupportedForm, $"Representation {value} is not known.");
    }

    /// <summary>Reads limbs q0 … q_level, then <paramref name="specialCount"/> special limbs, into a new polynomial.</summary>
    public RnsPolynomial ReadPolynomial(int level, int specialCount = 0)
    {
        int count = level + 1 + specialCount;
        RnsPolynomial? polynomial = null;
        try
        {
            for (int i = 0; i < count; i++)
            {
                var ring = _parameters.GetRing(level, i);
                var bytes = ReadBytes(WireFormat.LimbSize(ring));
                if (polynomial is null) polynomial = LimbPool.For(_parameters.N).Rent(_source.CanSeek ? count : 1, Representation.Ntt);
                else if (i == polynomial.LimbCount) polynomial.Resize(i + 1);
                if (!LimbPacking.TryUnpack(bytes, WireFormat.ResidueBits(ring.Modulus), ring.Modulus.Value, polynomial.Limb(i)))
                    throw Fail(CiphertextFormatError.ResidueOutOfRange, $"A residue is not below its prime {ring.Modulus.Value}.");
            }

            return polynomial!;
        }
        catch
        {
            polynomial?.Dispose();
            throw;
        }
    }

    /// <summary>Reads the end of the body and the checksum.</summary>
    public void Complete()
    {
        ExpectRemaining(0);
        uint expected = ~_crc;
        _left = WireFormat.ChecksumSize;
        uint actual = BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(WireFormat.ChecksumSize));
        if (actual != expected) throw Fail(CiphertextFormatError.ChecksumMismatch, $"Checksum {actual:x8}, expected {expected:x8}: the bytes were changed.");
    }

    /// <summary>Refuses bytes after the last object.</summary>
    public static void ExpectEnd(Stream source)
    {
        if (source.ReadByte() >= 0) throw Fail(CiphertextFormatError.TrailingBytes, "There are bytes after the end of the object.");
    }

    public void Dispose() => ReturnBuffer();

    private long ReadHeader(ObjectKind kind)
    {
        var header = ReadBytes(WireFormat.HeaderSize);
        if (!header.StartsWith(WireFormat.Magic)) throw Fail(CiphertextFormatError.BadMagic, "The bytes do not start with \"BFHE\".");
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
        if (version is 0 or > WireFormat.Version)
            throw Fail(CiphertextFormatError.UnsupportedVersion, $"Format version {version}; this reader knows 1 to {WireFormat.Version}.");

        var id = ParametersId.FromBytes(header.Slice(8, ParametersId.SizeInBytes));
        if (id != _parameters.Id)
        {
            throw Fail(
                CiphertextFormatError.ParametersMismatch,
                $"Made under parameters {Operands.Short(id)}, read under {Operands.Short(_parameters.Id)}.");
        }

        if (header[6] != (byte)kind) throw Fail(CiphertextFormatError.WrongKind, $"Kind {header[6]} where {kind} ({(byte)kind}) is expected.");
        if (header[7] != 0) throw Fail(CiphertextFormatError.UnsupportedForm, $"Reserved byte is {header[7]}, not 0.");
        long length = BinaryPrimitives.ReadInt64LittleEndian(header[40..]);
        return length >= 0 ? length : throw Fail(CiphertextFormatError.LengthMismatch, "The length of the body is negative.");
    }

    private static CiphertextFormatException Truncated() => Fail(CiphertextFormatError.Truncated, "The bytes end in the middle of an object.");

    /// <summary>A larger buffer if it is full: at once for what is known to be there, else twice what has arrived.</summary>
    private void MakeRoom(int got, int count)
    {
        int room = _source.CanSeek ? count : Math.Min(count, Math.Max(FirstBuffer, 2 * got));
        if (_buffer.Length >= room) return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(room);
        _buffer.AsSpan(0, got).CopyTo(larger);
        ReturnBuffer();
        _buffer = larger;
    }

    private void ReturnBuffer()
    {
        if (_isSecret) CryptographicOperations.ZeroMemory(_buffer);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
