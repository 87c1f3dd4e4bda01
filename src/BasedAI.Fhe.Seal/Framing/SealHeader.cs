using System.Buffers.Binary;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// The 16 bytes before the members of every object, nested ones included: mark 0xA15E, header size, version, compression, two zeros, size of the whole
/// object with this header as 64 bits. Little endian.
/// </summary>
/// <remarks>
/// Written is 4.1: SEAL up to 4.3 takes its own minor version only, later ones take any up to theirs. Read is 4.x: the layouts are one.
/// </remarks>
internal readonly record struct SealHeader(SealCompression Compression, ulong Size)
{
    public const int SizeInBytes = 16;
    private const ushort Mark = 0xA15E;
    private const byte Major = 4, Minor = 1;

    /// <summary>Reads a header and checks all of it but the size against what follows.</summary>
    public static SealHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes) != Mark || bytes[2] != SizeInBytes || BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]) != 0)
            throw new SealFormatException(SealFormatError.BadHeader, "The bytes do not start with a SEAL header.");
        if (bytes[3] != Major)
            throw new SealFormatException(SealFormatError.UnsupportedVersion, $"The object is of SEAL {bytes[3]}.{bytes[4]}; read are versions 4.x.");
        if (bytes[5] > (byte)SealCompression.Zstd)
            throw new SealFormatException(SealFormatError.UnsupportedCompression, $"Compression {bytes[5]} is unknown; known are 0 none, 1 zlib, 2 zstd.");
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        if (size < SizeInBytes)
            throw new SealFormatException(SealFormatError.SizeMismatch, $"The object claims {size} bytes, less than its own header.");
        return new SealHeader((SealCompression)bytes[5], size);
    }

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, Mark);
        (destination[2], destination[3], destination[4], destination[5], destination[6], destination[7]) =
            (SizeInBytes, Major, Minor, (byte)Compression, 0, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], Size);
    }
}
