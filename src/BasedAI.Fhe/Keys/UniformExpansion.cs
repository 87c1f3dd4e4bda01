using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// From a public 32-byte seed to uniform limbs in NTT form. Every limb has its own stream, so a key cut to a lower level, or read in
/// any order, expands to the same limbs. Part of the wire format, version 1.
/// </summary>
/// <remarks>
/// Stream domain, 64 bits: bits 32–39 the purpose, bits 16–31 the digit, bit 15 set for a special prime, bits 0–14 the index of the
/// prime among those of Q or of P. The sampler fixes how bytes become residues.
/// </remarks>
internal static class UniformExpansion
{
    public enum Purpose : byte
    {
        Ciphertext = 1,
        PublicKey = 2,
        SwitchingKey = 3,
    }

    /// <summary>Fills the limbs of q0 … q_level.</summary>
    public static void Expand(CkksParameters parameters, ReadOnlySpan<byte> seed, Purpose purpose, int level, RnsPolynomial destination)
    {
        for (int i = 0; i <= level; i++)
            ExpandLimb(seed, Domain(purpose, 0, i), parameters.RingQ[i], destination.Limb(i));
    }

    /// <summary>Fills the limbs of q0 … q_level, p0 … of one digit of a switching key.</summary>
    public static void ExpandDigit(CkksParameters parameters, ReadOnlySpan<byte> seed, int digit, int level, RnsPolynomial destination)
    {
        Expand(parameters, seed, level, digit, destination);
        for (int j = 0; j < parameters.Alpha; j++)
        {
            ulong domain = Domain(Purpose.SwitchingKey, digit, 0x8000 | j);
            ExpandLimb(seed, domain, parameters.RingP[j], destination.Limb(level + 1 + j));
        }
    }

    private static void Expand(CkksParameters parameters, ReadOnlySpan<byte> seed, int level, int digit, RnsPolynomial destination)
    {
        for (int i = 0; i <= level; i++)
            ExpandLimb(seed, Domain(Purpose.SwitchingKey, digit, i), parameters.RingQ[i], destination.Limb(i));
    }

    private static ulong Domain(Purpose purpose, int digit, int limb) => ((ulong)purpose << 32) | ((ulong)digit << 16) | (uint)limb;

    private static void ExpandLimb(ReadOnlySpan<byte> seed, ulong domain, ResidueRing ring, Span<double> limb)
    {
        using var prng = new SeededPrng(seed, domain);
        UniformSampler.Sample(prng, ring, limb);
    }
}
