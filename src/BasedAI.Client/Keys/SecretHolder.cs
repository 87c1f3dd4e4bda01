using BasedAI.Fhe;

namespace BasedAI.Client;

/// <summary>A secret key and what only its holder can do. Encrypting and decrypting are thread-safe; disposing it wipes the key.</summary>
internal sealed class SecretHolder : IDisposable
{
    private readonly SymmetricEncryptor _encryptor;
    private readonly Decryptor _decryptor;
    private readonly CkksEncoder _encoder;

    /// <summary>Takes over the secret key.</summary>
    public SecretHolder(CkksParameters parameters, SecretKey key)
    {
        Parameters = parameters;
        Key = key;
        _encryptor = new SymmetricEncryptor(parameters, key);
        _decryptor = new Decryptor(parameters, key);
        _encoder = new CkksEncoder(parameters);
    }

    public CkksParameters Parameters { get; }

    public SecretKey Key { get; }

    /// <summary>Draws a secret key from the operating system.</summary>
    public static SecretHolder Generate(CkksParameters parameters) => new(parameters, new KeyGenerator(parameters).GenerateSecretKey());

    public Ciphertext Encrypt(ReadOnlySpan<double> slots, int level, Scale scale)
    {
        using var plaintext = _encoder.Encode(slots, level, scale);
        return _encryptor.Encrypt(plaintext);
    }

    /// <summary>The first slots of a ciphertext.</summary>
    public void Decrypt(Ciphertext ciphertext, Span<double> slots)
    {
        using var plaintext = _decryptor.Decrypt(ciphertext);
        _encoder.Decode(plaintext, slots);
    }

    public void Dispose() => Key.Dispose();
}
