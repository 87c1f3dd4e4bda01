using System.Buffers.Binary;

namespace BasedAI.Fhe;

/// <summary>Residues to bits and back; a limb is a whole number of 64-bit words because N is a multiple of 64.</summary>
internal static class LimbPacking
{
    /// <summary>Packs canonical residues of <paramref name="bits"/> bits each.</summary>
    public static void Pack(ReadOnlySpan<double> limb, int bits, Span<byte> destination)
    {
        ulong word = 0;
        int fill = 0;
        foreach (double residue in limb)
        {
            ulong value = (ulong)(long)residue;
            word |= value << fill;
            fill += bits;
            if (fill < 64) continue;
            BinaryPrimitives.WriteUInt64LittleEndian(destination, word);
            destination = destination[8..];
            fill -= 64;
            word = fill == 0 ? 0 : value >> (bits - fill);
        }
    }

    /// <summary>Unpacks residues; false if one is not below the modulus.</summary>
    public static bool TryUnpack(ReadOnlySpan<byte> source, int bits, ulong modulus, Span<double> limb)
    {
        ulong mask = (1UL << bits) - 1, word = 0;
        int available = 0;
        bool isValid = true;
        for (int i = 0; i < limb.Length; i++)
        {
            ulong value = word;
            if (available < bits)
            {
                ulong next = BinaryPrimitives.ReadUInt64LittleEndian(source);
                source = source[8..];
                value |= next << available;
                int taken = bits - available;
                word = next >> taken;
                available = 64 - taken;
            }
            else
            {
                word >>= bits;
                available -= bits;
            }

            value &= mask;
            isValid &= value < modulus;
            limb[i] = value;
        }

        return isValid;
    }
}
