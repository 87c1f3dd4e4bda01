using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Encrypts under a public key (b, a): c0 = b·v + e0 + m, c1 = a·v + e1 with v ternary. Anyone may do it; noise is about sqrt(4N/3)
/// times that of <see cref="SymmetricEncryptor"/>, and the ciphertext has no seed. Thread-safe.
/// </summary>
public sealed class Encryptor
{
    private readonly CkksParameters _parameters;
    private readonly PublicKey _publicKey;
    private readonly EntropySource _entropy;

    /// <summary>Creates an encryptor; the public key stays the caller's.</summary>
    /// <exception cref="FheOperandException">A public key of other parameters.</exception>
    public Encryptor(CkksParameters parameters, PublicKey publicKey)
        : this(parameters, publicKey, EntropySource.System)
    {
    }

    internal Encryptor(CkksParameters parameters, PublicKey publicKey, EntropySource entropy)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(publicKey);
        Operands.CheckParameters(parameters, nameof(Encryptor), publicKey.ParametersId);
        _parameters = parameters;
        _publicKey = publicKey;
        _entropy = entropy;
    }

    /// <summary>Encrypts at the level and scale of the plaintext.</summary>
    /// <exception cref="FheOperandException">A plaintext of other parameters.</exception>
    public Ciphertext Encrypt(Plaintext plaintext)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        Operands.CheckParameters(_parameters, nameof(Encrypt), plaintext.ParametersId);
        int level = plaintext.Level;
        var message = plaintext.Polynomial;
        var (b, a) = (_publicKey.B, _publicKey.A);
        using var ephemeral = SmallPolynomial.SampleTernary(_parameters.N, _entropy);
        using var error0 = SmallPolynomial.SampleError(_parameters.N, _entropy);
        using var error1 = SmallPolynomial.SampleError(_parameters.N, _entropy);
        using var v = LimbPool.For(_parameters.N).Lease(1, Representation.Ntt, isSecret: true);
        var c0 = Operands.Rent(_parameters, level);
        var c1 = Operands.Rent(_parameters, level);
        for (int i = 0; i <= level; i++)
        {
            var ring = _parameters.RingQ[i];
            ephemeral.ToNtt(ring, v.Limb(0));
            error0.ToNtt(ring, c0.Limb(i));
            error1.ToNtt(ring, c1.Limb(i));
            ring.Add(c0.Limb(i), message.Limb(i), c0.Limb(i));
            ring.MultiplyAdd(b.Limb(i), v.Limb(0), c0.Limb(i));
            ring.MultiplyAdd(a.Limb(i), v.Limb(0), c1.Limb(i));
        }

        return new Ciphertext(_parameters, level, plaintext.Scale, [c0, c1]);
    }
}
