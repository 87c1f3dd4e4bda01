namespace BasedAI.Fhe.Seal;

/// <summary>
/// Encrypts under the secret key: least noise, and half the bytes on the wire because c1 is its seed. Client side only; thread-safe.
/// </summary>
public sealed class SealSymmetricEncryptor
{
    private readonly SealSecretKey _secretKey;
    private readonly SealGenerator _generator;
    private readonly EntropySource _entropy;

    /// <summary>Creates an encryptor; the secret key stays the caller's.</summary>
    /// <param name="secretKey">Its parameters are those of the encryptor.</param>
    /// <param name="generator">What expands the seeds; SEAL reads either, SHAKE256 is the faster one here.</param>
    public SealSymmetricEncryptor(SealSecretKey secretKey, SealGenerator generator = SealGenerator.Shake256)
        : this(secretKey, generator, EntropySource.System)
    {
    }

    internal SealSymmetricEncryptor(SealSecretKey secretKey, SealGenerator generator, EntropySource entropy)
    {
        ArgumentNullException.ThrowIfNull(secretKey);
        _secretKey = secretKey;
        _generator = generator;
        _entropy = entropy;
    }

    /// <summary>Encrypts at the level and scale of the plaintext.</summary>
    /// <exception cref="FheOperandException">A plaintext of other parameters.</exception>
    public SealCiphertext Encrypt(SealPlaintext plaintext)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        var context = _secretKey.Context;
        if (plaintext.Context.KeyParmsId != context.KeyParmsId)
            throw new FheOperandException("Encrypt: the plaintext is of other parameters than the secret key. Use objects of the same parameters.");
        var body = ZeroEncryption.Create(context, _secretKey, plaintext.Level, plaintext.Scale, _generator, _entropy);
        var c0 = body.Parts[0];
        for (int i = 0; i < c0.LimbCount; i++) context.Rings[i].Add(c0.Limb(i), plaintext.Polynomial.Limb(i), c0.Limb(i));
        return new SealCiphertext(context, body);
    }
}
