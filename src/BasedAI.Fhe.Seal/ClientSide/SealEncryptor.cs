using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// Encrypts under a public key, as SEAL does: an encryption of zero with one prime more than the plaintext has, divided by that prime, plus the plaintext.
/// The division takes most of the noise away. Thread-safe.
/// </summary>
/// <remarks>SEAL 4.1, encryptor.cpp (encrypt_zero_internal) and rlwe.cpp (encrypt_zero_asymmetric).</remarks>
public sealed class SealEncryptor
{
    private readonly SealPublicKey _publicKey;
    private readonly EntropySource _entropy;

    /// <summary>Creates an encryptor; the public key stays the caller's.</summary>
    public SealEncryptor(SealPublicKey publicKey)
        : this(publicKey, EntropySource.System)
    {
    }

    internal SealEncryptor(SealPublicKey publicKey, EntropySource entropy)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        _publicKey = publicKey;
        _entropy = entropy;
    }

    /// <summary>Encrypts at the level and scale of the plaintext.</summary>
    /// <exception cref="FheOperandException">A plaintext of other parameters.</exception>
    public SealCiphertext Encrypt(SealPlaintext plaintext)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        var context = _publicKey.Context;
        if (plaintext.Context.KeyParmsId != context.KeyParmsId)
            throw new FheOperandException("Encrypt: the plaintext is of other parameters than the public key. Use objects of the same parameters.");

        int level = plaintext.Level;
        using var ephemeral = SmallPolynomial.SampleTernary(context.N, _entropy);
        var parts = new RnsPolynomial[2];
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = context.Pool.Rent(level + 1, Representation.Ntt);
            MakeZero(context, part, ephemeral, parts[part]);
        }

        for (int i = 0; i <= level; i++) context.Rings[i].Add(parts[0].Limb(i), plaintext.Polynomial.Limb(i), parts[0].Limb(i));
        return new SealCiphertext(context, level, plaintext.Scale, parts);
    }

    /// <summary>pk·u + e over one prime more, divided by it; over the only prime, if there is but one.</summary>
    private void MakeZero(SealContext context, int part, SmallPolynomial ephemeral, RnsPolynomial destination)
    {
        int primes = Math.Min(destination.LimbCount + 1, context.PrimeCount);
        using var error = SmallPolynomial.SampleError(context.N, _entropy);
        using var sum = context.Pool.Lease(primes, Representation.Ntt, isSecret: true);
        using var u = context.Pool.Lease(1, Representation.Ntt, isSecret: true);
        for (int i = 0; i < primes; i++)
        {
            ephemeral.ToNtt(context.Rings[i], u.Limb(0));
            error.ToNtt(context.Rings[i], sum.Limb(i));
            context.Rings[i].MultiplyAdd(_publicKey.Part(part).Limb(i), u.Limb(0), sum.Limb(i));
        }

        if (primes == destination.LimbCount) sum.Polynomial.CopyTo(destination);
        else SealKeySwitching.DivideByLast(context, sum.Polynomial, destination);
    }
}
