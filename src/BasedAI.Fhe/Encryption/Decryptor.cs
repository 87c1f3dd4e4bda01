namespace BasedAI.Fhe;

/// <summary>
/// Decrypts: c0 + c1·s (+ c2·s²). Client side only; thread-safe. Read <see cref="DecryptionPurpose"/> before giving a decrypted value to anyone: a
/// raw decrypted vector beside its ciphertext leaks the secret key. A ciphertext under another key decrypts to noise, not to an error.
/// </summary>
public sealed class Decryptor
{
    private readonly CkksParameters _parameters;
    private readonly SecretKey _secretKey;

    /// <summary>Creates a decryptor; the secret key stays the caller's.</summary>
    /// <exception cref="FheOperandException">A secret key of other parameters.</exception>
    public Decryptor(CkksParameters parameters, SecretKey secretKey)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(secretKey);
        Operands.CheckParameters(parameters, nameof(Decryptor), secretKey.ParametersId);
        _parameters = parameters;
        _secretKey = secretKey;
    }

    /// <summary>Decrypts values that stay with the owner of the key.</summary>
    /// <exception cref="FheOperandException">A ciphertext of other parameters.</exception>
    public Plaintext Decrypt(Ciphertext ciphertext) => Decrypt(ciphertext, DecryptionPurpose.ForSelf);

    /// <summary>Decrypts for a purpose; <see cref="DecryptionPurpose.ToDisclose"/> adds flooding noise.</summary>
    /// <exception cref="FheOperandException">A ciphertext of other parameters, or flooding noise that does not fit its modulus.</exception>
    public Plaintext Decrypt(Ciphertext ciphertext, DecryptionPurpose purpose)
    {
        ArgumentNullException.ThrowIfNull(ciphertext);
        Operands.CheckParameters(_parameters, nameof(Decrypt), ciphertext.ParametersId);
        var secret = _secretKey.Ntt;
        var message = Operands.Rent(_parameters, ciphertext.Level);
        try
        {
            for (int i = 0; i <= ciphertext.Level; i++)
            {
                var ring = _parameters.RingQ[i];
                var sum = message.Limb(i);
                ciphertext.Part(ciphertext.Degree).Limb(i).CopyTo(sum);
                for (int part = ciphertext.Degree - 1; part >= 0; part--)      // Horner in s
                {
                    ring.Multiply(sum, secret.Limb(i), sum);
                    ring.Add(sum, ciphertext.Part(part).Limb(i), sum);
                }
            }

            if (purpose.IsDisclosed) FloodingNoise.Add(_parameters, message, ciphertext.Level, purpose.FloodingBits);
            return new Plaintext(_parameters, ciphertext.Level, ciphertext.Scale, message);
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }
}
