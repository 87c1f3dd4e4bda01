using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Encrypts under the secret key: c1 = a from a seed, c0 = -a·s + e + m. Least noise, and half the bytes on the wire because c1 is
/// its seed. Client side only; thread-safe.
/// </summary>
public sealed class SymmetricEncryptor
{
    private readonly CkksParameters _parameters;
    private readonly SecretKey _secretKey;
    private readonly EntropySource _entropy;

    /// <summary>Creates an encryptor; the secret key stays the caller's.</summary>
    /// <exception cref="FheOperandException">A secret key of other parameters.</exception>
    public SymmetricEncryptor(CkksParameters parameters, SecretKey secretKey)
        : this(parameters, secretKey, EntropySource.System)
    {
    }

    internal SymmetricEncryptor(CkksParameters parameters, SecretKey secretKey, EntropySource entropy)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(secretKey);
        Operands.CheckParameters(parameters, nameof(SymmetricEncryptor), secretKey.ParametersId);
        _parameters = parameters;
        _secretKey = secretKey;
        _entropy = entropy;
    }

    /// <summary>Encrypts at the level and scale of the plaintext.</summary>
    /// <exception cref="FheOperandException">A plaintext of other parameters.</exception>
    public Ciphertext Encrypt(Plaintext plaintext)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        Operands.CheckParameters(_parameters, nameof(Encrypt), plaintext.ParametersId);
        int level = plaintext.Level;
        var (secret, message) = (_secretKey.Ntt, plaintext.Polynomial);
        byte[] seed = _entropy.CreatePublicSeed();
        using var error = SmallPolynomial.SampleError(_parameters.N, _entropy);
        var c0 = Operands.Rent(_parameters, level);
        var c1 = Operands.Rent(_parameters, level);
        UniformExpansion.Expand(_parameters, seed, UniformExpansion.Purpose.Ciphertext, level, c1);
        using var product = LimbPool.For(_parameters.N).Lease(1, Representation.Ntt, isSecret: true);
        for (int i = 0; i <= level; i++)
        {
            var ring = _parameters.RingQ[i];
            error.ToNtt(ring, c0.Limb(i));
            ring.Add(c0.Limb(i), message.Limb(i), c0.Limb(i));
            ring.Multiply(c1.Limb(i), secret.Limb(i), product.Limb(0));
            ring.Subtract(c0.Limb(i), product.Limb(0), c0.Limb(i));
        }

        return new Ciphertext(_parameters, level, plaintext.Scale, [c0, c1], seed);
    }
}
