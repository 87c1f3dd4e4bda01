using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's 64-bit words to exact integers in doubles and back. A word w below 2^52 is the mantissa of the double 2^52 + w, so either way is one bitwise
/// and one floating-point instruction.
/// </summary>
internal static class SealWords
{
    private const double Offset = 1L << 52;
    private const ulong OffsetBits = 0x4330_0000_0000_0000;

    /// <summary>Reads as many words as the limb has places; false if one is not below the prime.</summary>
    /// <param name="words">Eight bytes a place, little endian, at any alignment.</param>
    /// <param name="q">Below 2^52.</param>
    /// <param name="limb">Canonical residues, if the result is true.</param>
    public static bool TryToResidues(ReadOnlySpan<byte> words, ulong q, Span<double> limb)
    {
        if (!BitConverter.IsLittleEndian) return TryToResiduesOneByOne(words, q, limb);

        int vectored = limb.Length - (limb.Length % Vector<ulong>.Count);
        var source = MemoryMarshal.Cast<byte, Vector<ulong>>(words[..(8 * vectored)]);
        var destination = MemoryMarshal.Cast<double, Vector<double>>(limb[..vectored]);
        var (prime, bits, offset, wrong) = (new Vector<ulong>(q), new Vector<ulong>(OffsetBits), new Vector<double>(Offset), Vector<ulong>.Zero);
        for (int i = 0; i < destination.Length; i++)
        {
            var word = source[i];
            wrong |= Vector.GreaterThanOrEqual(word, prime);
            destination[i] = Vector.AsVectorDouble(word | bits) - offset;
        }

        return wrong == Vector<ulong>.Zero && TryToResiduesOneByOne(words[(8 * vectored)..], q, limb[vectored..]);
    }

    /// <summary>Writes canonical residues as words.</summary>
    public static void FromResidues(ReadOnlySpan<double> limb, Span<byte> words)
    {
        int vectored = BitConverter.IsLittleEndian ? limb.Length - (limb.Length % Vector<ulong>.Count) : 0;
        var source = MemoryMarshal.Cast<double, Vector<double>>(limb[..vectored]);
        var destination = MemoryMarshal.Cast<byte, Vector<ulong>>(words[..(8 * vectored)]);
        var (bits, offset) = (new Vector<ulong>(OffsetBits), new Vector<double>(Offset));
        for (int i = 0; i < source.Length; i++) destination[i] = Vector.AsVectorUInt64(source[i] + offset) ^ bits;
        for (int i = vectored; i < limb.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(words[(8 * i)..], (ulong)(long)limb[i]);
    }

    private static bool TryToResiduesOneByOne(ReadOnlySpan<byte> words, ulong q, Span<double> limb)
    {
        for (int i = 0; i < limb.Length; i++)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(words[(8 * i)..]);
            if (word >= q) return false;
            limb[i] = word;
        }

        return true;
    }
}
