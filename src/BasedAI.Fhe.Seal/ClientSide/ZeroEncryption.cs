using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// The encryption of zero under the secret key that all keys and symmetric ciphertexts are made of: c1 = a from a public seed, c0 = -(a·s + e), NTT form.
/// SEAL 4.1, rlwe.cpp, encrypt_zero_symmetric.
/// </summary>
internal static class ZeroEncryption
{
    /// <summary>Encrypts zero at a level.</summary>
    public static SealPolynomials Create(SealContext context, SealSecretKey secretKey, int level, Scale scale, SealGenerator generator, EntropySource entropy)
    {
        var seed = CreateSeed(generator, entropy);
        using var error = SmallPolynomial.SampleError(context.N, entropy);
        var (c0, c1) = (context.Pool.Rent(level + 1, Representation.Ntt), context.Pool.Rent(level + 1, Representation.Ntt));
        SealUniform.Expand(seed, context.Rings.AsSpan(), c1);
        using var product = context.Pool.Lease(1, Representation.Ntt, isSecret: true);
        for (int i = 0; i <= level; i++)
        {
            var ring = context.Rings[i];
            error.ToNtt(ring, c0.Limb(i));
            ring.Multiply(c1.Limb(i), secretKey.Ntt.Limb(i), product.Limb(0));
            ring.Add(c0.Limb(i), product.Limb(0), c0.Limb(i));
            ring.Negate(c0.Limb(i), c0.Limb(i));
        }

        return new SealPolynomials(level, scale, [c0, c1], seed);
    }

    private static SealSeed CreateSeed(SealGenerator generator, EntropySource entropy)
    {
        using var stream = entropy.CreateStream();
        Span<byte> bytes = stackalloc byte[SealSeed.SizeInBytes];
        stream.Fill(bytes);
        return new SealSeed(generator, bytes);
    }
}
