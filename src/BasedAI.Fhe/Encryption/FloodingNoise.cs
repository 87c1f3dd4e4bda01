using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Wide Gaussian noise rounded to integers (Box–Muller on 53-bit uniform numbers, tail to 8.5 standard deviations). For widths far above
/// one the rounding is close to a discrete Gaussian; security argument: Li, Micciancio, Schultz, Sorrell, "Securing Approximate Homomorphic
/// Encryption Using Differential Privacy" (CRYPTO 2022), section 5.
/// </summary>
internal static class FloodingNoise
{
    /// <summary>Adds noise of standard deviation 2^bits to a polynomial in NTT form.</summary>
    public static void Add(CkksParameters parameters, RnsPolynomial polynomial, int level, int bits)
    {
        if (bits + 5 > parameters.GetLogQ(level))
        {
            throw new FheOperandException(
                $"Decrypt: flooding noise of {bits} bits does not fit the modulus at level {level} ({parameters.GetLogQ(level):F1} bits). "
                + "Use fewer bits or disclose at a higher level.");
        }

        using var noise = LimbPool.For(parameters.N).Lease(2, Representation.Coefficient, isSecret: true);
        using var prng = SeededPrng.FromSystem();
        var values = noise.Limb(0);
        double deviation = Math.ScaleB(1, bits);
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = deviation * Math.Sqrt(-2 * Math.Log(NextUnit(prng)));
            var (sin, cos) = double.SinCosPi(2 * NextUnit(prng));
            values[i] = Math.Round(radius * cos);
            values[i + 1] = Math.Round(radius * sin);
        }

        for (int i = 0; i <= level; i++)
        {
            var ring = parameters.RingQ[i];
            ring.Reduce(values, noise.Limb(1));
            ring.Ntt(noise.Limb(1));
            ring.Add(polynomial.Limb(i), noise.Limb(1), polynomial.Limb(i));
        }
    }

    /// <summary>Uniform on (0, 1], multiples of 2^-53.</summary>
    private static double NextUnit(SeededPrng prng) => ((prng.NextUInt64() >> 11) + 1) * (1.0 / (1UL << 53));
}
