using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Writes one frame, keeping the checksum. The length of the body is said first and held to.</summary>
internal sealed class FrameWriter : IDisposable
{
    private readonly Stream _destination;
    private readonly bool _isSecret;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64);
    private uint _crc = uint.MaxValue;
    private long _left;

    public FrameWriter(Stream destination, ObjectKind kind, ParametersId id, long bodyLength, bool isSecret = false)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _destination = destination;
        _isSecret = isSecret;
        Span<byte> header = stackalloc byte[WireFormat.HeaderSize];
        WireFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], WireFormat.Version);
        header[6] = (byte)kind;
        header[7] = 0;
        id.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], bodyLength);
        _left = bodyLength + header.Length;
        Write(header);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _crc = WireFormat.UpdateChecksum(_crc, bytes);
        _destination.Write(bytes);
        _left -= bytes.Length;
    }

    public void Write(byte value) => Write([value]);

    public void Write(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Write(bytes);
    }

    public void Write(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Write(bytes);
    }

    public void Write(ResidueRing ring, ReadOnlySpan<double> limb)
    {
        int size = WireFormat.LimbSize(ring);
        if (_buffer.Length < size)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(size);
        }

        LimbPacking.Pack(limb, WireFormat.ResidueBits(ring.Modulus), _buffer);
        Write(_buffer.AsSpan(0, size));
    }

    /// <summary>Writes limbs q0 … q_level of a polynomial.</summary>
    public void Write(CkksParameters parameters, RnsPolynomial polynomial, int level)
    {
        for (int i = 0; i <= level; i++) Write(parameters.RingQ[i], polynomial.Limb(i));
    }

    /// <summary>Closes the frame with its checksum.</summary>
    public void Complete()
    {
        if (_left != 0) throw new InvalidOperationException($"The body of a frame is {_left} bytes shorter than it was said to be.");
        Span<byte> bytes = stackalloc byte[WireFormat.ChecksumSize];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ~_crc);
        _destination.Write(bytes);
    }

    public void Dispose()
    {
        if (_isSecret) CryptographicOperations.ZeroMemory(_buffer);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
