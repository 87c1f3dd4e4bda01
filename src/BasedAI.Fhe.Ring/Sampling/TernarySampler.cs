// Each byte of the stream gives four candidates of two bits, low bits first; 0, 1, 2 mean −1, 0, 1 and 3 is dropped. What is left of the last byte is lost.
// How many are dropped tells nothing of those taken.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BasedAI.Fhe.Ring;

/// <summary>Uniform on {−1, 0, 1}, by rejection.</summary>
public static class TernarySampler
{
    /// <summary>Fills the span with independent uniform ternary numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sample(SeededPrng prng, Span<sbyte> coefficients)
    {
        ArgumentNullException.ThrowIfNull(prng);
        Span<byte> bytes = stackalloc byte[256];
        var taken = 0;
        while (taken < coefficients.Length)
        {
            // Never more bytes than are certainly needed: consumption is that of one byte at a time.
            var batch = bytes[..Math.Clamp((coefficients.Length - taken) / 4, 1, bytes.Length)];
            prng.Fill(batch);
            foreach (var four in batch)
            {
                for (var shift = 0; shift < 8 && taken < coefficients.Length; shift += 2)
                {
                    var candidate = (four >> shift) & 3;
                    coefficients[taken] = (sbyte)(candidate - 1);
                    taken += ((candidate + 1) >> 2) ^ 1;
                }
            }
        }
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>The same numbers as exact integers in doubles.</summary>
    public static void Sample(SeededPrng prng, Span<double> coefficients)
    {
        // Written to the far end of the span itself, so that no copy is left behind, and widened from the front.
        var small = MemoryMarshal.Cast<double, sbyte>(coefficients)[((sizeof(double) - 1) * coefficients.Length)..];
        Sample(prng, small);
        Widen(small, coefficients);
    }

    // Place i of the doubles ends at byte 8i + 7, and reads byte 7n + i: never behind what is still to be read, since i < n.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<sbyte> small, Span<double> coefficients)
    {
        for (var i = 0; i < coefficients.Length; i++)
            coefficients[i] = small[i];
    }
}
