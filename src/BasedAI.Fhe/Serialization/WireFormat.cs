using System.Buffers.Binary;
using System.Numerics;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// The frame every object is written in, version 1, little endian:
/// <code>
/// 0   4   magic "BFHE"
/// 4   2   version
/// 6   1   kind
/// 7   1   zero
/// 8   32  parameters id
/// 40  8   length of the body
/// 48      body
///     4   CRC-32C of everything before
/// </code>
/// A limb is N residues of ceil(log2 q) bits, lowest bit first. Readers accept every version up to their own.
/// </summary>
internal static class WireFormat
{
    public const ushort Version = 1;
    public const int HeaderSize = 48;
    public const int ChecksumSize = 4;
    public const byte NttRepresentation = 1;

    public static ReadOnlySpan<byte> Magic => "BFHE"u8;

    public static int ResidueBits(Modulus modulus) => 64 - BitOperations.LeadingZeroCount(modulus.Value);

    public static int LimbSize(ResidueRing ring) => ring.N / 8 * ResidueBits(ring.Modulus);

    /// <summary>Bytes of limbs q0 … q_level.</summary>
    public static long LimbsSize(CkksParameters parameters, int level)
    {
        long size = 0;
        for (int i = 0; i <= level; i++) size += LimbSize(parameters.RingQ[i]);
        return size;
    }

    /// <summary>Bytes of limbs q0 … q_level, p0 ….</summary>
    public static long ExtendedLimbsSize(CkksParameters parameters, int level) =>
        LimbsSize(parameters, level) + parameters.RingP.Sum(ring => (long)LimbSize(ring));

    /// <summary>CRC-32C (Castagnoli) continued over more bytes; start with uint.MaxValue and complement at the end.</summary>
    public static uint UpdateChecksum(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
