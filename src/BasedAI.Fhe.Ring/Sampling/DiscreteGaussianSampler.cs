// D(x) ∝ exp(−x²/(2·3.2²)) on the integers −19 … 19 (six standard deviations). A sample is eight bytes: the top bit is the sign, the other 63 are compared
// with every threshold ⌊2^63·Pr[|X| < k]⌉ and the magnitude is how many they reach. No branch and no address depends on the sample. The distribution is within
// 2^-58 of D in statistical distance, and its standard deviation is 3.2 to 8 digits (the HomomorphicEncryption.org standard, section 2.1, asks for 3.19 or more).
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BasedAI.Fhe.Ring;

/// <summary>Errors of standard deviation 3.2, cut at 19, in constant time.</summary>
public static class DiscreteGaussianSampler
{
    /// <summary>The standard deviation.</summary>
    public const double StandardDeviation = 3.2;

    /// <summary>The largest magnitude.</summary>
    public const int Bound = 19;

    // Computed with 60 digits; the fractions of 2^63 with Pr[|X| < k], k = 1 … 19.
    internal static ReadOnlySpan<long> Thresholds =>
    [
        0x0ff52b40a5917f1d, 0x2e5a25d4bf0e400e, 0x489ae26955b04bd6, 0x5d2bc20f621bf185, 0x6bc8694c3cc80ff5,
        0x7532d89ac6ba7dcf, 0x7ab396cb74436799, 0x7d9e4e916643eb08, 0x7f05495819eb2051, 0x7fa1ce9c0039a957,
        0x7fdfb3f212e8c4e9, 0x7ff5e6f9d2314fcc, 0x7ffd1f97bc4406a3, 0x7fff40fa0088d11e, 0x7fffd2e835e1c57e,
        0x7ffff6524386ff1e, 0x7ffffe1db4769da5, 0x7fffffac0a1dcb09, 0x7ffffff428673853,
    ];

    /// <summary>Fills the span with independent samples.</summary>
    /// <param name="prng">Eight bytes are read for each.</param>
    /// <param name="coefficients">−19 … 19 each.</param>
    public static void Sample(SeededPrng prng, Span<int> coefficients)
    {
        ArgumentNullException.ThrowIfNull(prng);
        Span<long> words = stackalloc long[512];
        for (; !coefficients.IsEmpty; coefficients = coefficients[Math.Min(words.Length, coefficients.Length)..])
        {
            var batch = words[..Math.Min(words.Length, coefficients.Length)];
            Fill(prng, batch);
            for (var i = 0; i < batch.Length; i++)
                coefficients[i] = (int)batch[i];
        }
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words));
    }

    /// <summary>The same samples as exact integers in doubles.</summary>
    /// <param name="prng">Eight bytes are read for each.</param>
    /// <param name="coefficients">−19 … 19 each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sample(SeededPrng prng, Span<double> coefficients)
    {
        ArgumentNullException.ThrowIfNull(prng);
        var words = MemoryMarshal.Cast<double, long>(coefficients);
        Fill(prng, words);
        var i = 0;
        for (; i + Vector<long>.Count <= words.Length; i += Vector<long>.Count)
            Vector.ConvertToDouble(new Vector<long>(words[i..])).CopyTo(coefficients[i..]);
        for (; i < words.Length; i++)
            coefficients[i] = words[i];
    }

    private static void Fill(SeededPrng prng, Span<long> words)
    {
        prng.Fill(MemoryMarshal.AsBytes(words));
        if (!BitConverter.IsLittleEndian)
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
        ToSamples(words);
    }

    // In place, as many words at a time as a register holds; comparing gives −1 for yes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToSamples(Span<long> words)
    {
        var i = 0;
        for (; i + Vector<long>.Count <= words.Length; i += Vector<long>.Count)
        {
            var word = new Vector<long>(words[i..]);
            var fraction = word & new Vector<long>(long.MaxValue);
            var magnitude = Vector<long>.Zero;
            foreach (var threshold in Thresholds)
                magnitude -= Vector.GreaterThanOrEqual(fraction, new Vector<long>(threshold));
            var sign = Vector.LessThan(word, Vector<long>.Zero);
            ((magnitude ^ sign) - sign).CopyTo(words[i..]);
        }
        for (; i < words.Length; i++)
        {
            var fraction = words[i] & long.MaxValue;
            long magnitude = 0;
            foreach (var threshold in Thresholds)
                magnitude += (long)((ulong)(threshold - 1 - fraction) >> 63);
            var sign = words[i] >> 63;
            words[i] = (magnitude ^ sign) - sign;
        }
    }
}
