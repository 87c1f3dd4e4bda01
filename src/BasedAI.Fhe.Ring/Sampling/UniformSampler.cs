// Part of the wire format: a candidate is the next eight bytes of the stream, little-endian, cut to the low ⌈log2 q⌉ bits; it is taken if it is below q,
// dropped otherwise. Residues come in order of place. A prime just below a power of two drops almost none, the worst prime half. No byte is read that
// this rule does not call for: reading as many candidates at once as residues are missing is the same as one by one.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BasedAI.Fhe.Ring;

/// <summary>Exactly uniform residues, by rejection.</summary>
public static class UniformSampler
{
    /// <summary>Fills a limb with independent uniform residues of [0,q).</summary>
    /// <param name="prng">Read eight bytes at a time: 8·N bytes and 8 for each candidate dropped.</param>
    /// <param name="ring">Gives N and q.</param>
    /// <param name="limb">N residues; canonical afterwards.</param>
    public static void Sample(SeededPrng prng, ResidueRing ring, Span<double> limb)
    {
        ArgumentNullException.ThrowIfNull(prng);
        ArgumentNullException.ThrowIfNull(ring);
        if (limb.Length != ring.N)
            throw new ArgumentException($"A limb of this ring has {ring.N} residues; the span has {limb.Length}.", nameof(limb));

        var q = ring.Modulus.Value;
        var mask = (1UL << ring.Modulus.BitLength) - 1;
        var missing = limb;
        while (!missing.IsEmpty)
            missing = missing[Take(prng, q, mask, missing)..];
    }

    // Candidates arrive in the limb's own memory; each is read before the place at or before it is written.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Take(SeededPrng prng, ulong q, ulong mask, Span<double> missing)
    {
        prng.Fill(MemoryMarshal.AsBytes(missing));
        var candidates = MemoryMarshal.Cast<double, ulong>(missing);
        var taken = 0;
        foreach (var word in candidates)
        {
            var candidate = (BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word)) & mask;
            missing[taken] = (long)candidate;
            if (candidate < q)
                taken++;
        }
        return taken;
    }
}
