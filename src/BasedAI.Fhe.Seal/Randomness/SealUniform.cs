using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// Expands a seed to a polynomial with uniform residues, word for word as SEAL does (4.1, rlwe.cpp, sample_poly_uniform): first one word for every
/// residue, prime after prime; then, in the same order, each word that is not below the largest multiple of q under 2^64 is replaced by the next
/// of the stream until one is; then all are reduced modulo q. The result is the NTT form as it stands.
/// </summary>
internal static class SealUniform
{
    /// <summary>Fills the limbs of <paramref name="destination"/>, one for each of the first rings.</summary>
    public static void Expand(SealSeed seed, ReadOnlySpan<ResidueRing> rings, RnsPolynomial destination)
    {
        var prng = new SealPrng(seed);
        for (int j = 0; j < destination.LimbCount; j++) prng.Fill(MemoryMarshal.AsBytes(destination.Limb(j)));
        for (int j = 0; j < destination.LimbCount; j++) Reduce(prng, rings[j].Modulus.Value, destination.Limb(j));
        destination.Representation = Representation.Ntt;
    }

    // Words lie in the limb's own memory; each place is read before it is written.
    private static void Reduce(SealPrng prng, ulong q, Span<double> limb)
    {
        ulong limit = ulong.MaxValue - (ulong.MaxValue % q) - 1;
        var words = MemoryMarshal.Cast<double, ulong>(limb);
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = BitConverter.IsLittleEndian ? words[i] : BinaryPrimitives.ReverseEndianness(words[i]);
            while (word >= limit) word = prng.NextUInt64();
            limb[i] = (long)(word % q);
        }
    }
}
