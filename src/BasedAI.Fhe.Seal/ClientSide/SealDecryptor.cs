using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// Decrypts: c0 + c1·s + c2·s² + …. Client side only; thread-safe. A raw decryption beside its ciphertext leaks the secret key (Li, Micciancio 2021): it is for
/// the owner of the key and nobody else; the README of BasedAI.Fhe says how to disclose results. A ciphertext under another key decrypts to noise, not
/// to an error.
/// </summary>
public sealed class SealDecryptor
{
    private readonly SealSecretKey _secretKey;

    /// <summary>Creates a decryptor; the secret key stays the caller's.</summary>
    public SealDecryptor(SealSecretKey secretKey)
    {
        ArgumentNullException.ThrowIfNull(secretKey);
        _secretKey = secretKey;
    }

    /// <summary>Decrypts values that stay with the owner of the key.</summary>
    /// <exception cref="FheOperandException">A ciphertext of other parameters.</exception>
    public SealPlaintext Decrypt(SealCiphertext ciphertext)
    {
        ArgumentNullException.ThrowIfNull(ciphertext);
        var context = _secretKey.Context;
        if (ciphertext.Context.KeyParmsId != context.KeyParmsId)
            throw new FheOperandException("Decrypt: the ciphertext is of other parameters than the secret key. Use objects of the same parameters.");

        var secret = _secretKey.Ntt;
        var message = context.Pool.Rent(ciphertext.Level + 1, Representation.Ntt);
        for (int i = 0; i <= ciphertext.Level; i++)
        {
            var ring = context.Rings[i];
            var sum = message.Limb(i);
            ciphertext.Part(ciphertext.PolynomialCount - 1).Limb(i).CopyTo(sum);
            for (int part = ciphertext.PolynomialCount - 2; part >= 0; part--)     // Horner in s
            {
                ring.Multiply(sum, secret.Limb(i), sum);
                ring.Add(sum, ciphertext.Part(part).Limb(i), sum);
            }
        }

        return new SealPlaintext(context, ciphertext.Level, ciphertext.Scale, message);
    }
}
