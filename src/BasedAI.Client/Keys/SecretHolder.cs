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

    /// <summary>Exactly the evaluation keys asked for.</summary>
    public EvaluationKeySet MakeKeys(EvaluationKeyRequest request)
    {
        var generator = new KeyGenerator(Parameters);
        RelinearizationKey? relinearization = null;
        var galois = new GaloisKey?[request.Galois.Length];
        try
        {
            Concurrently.For(galois.Length + 1, i =>
            {
                if (i > 0) galois[i - 1] = generator.GenerateGaloisKey(Key, request.Galois[i - 1].Element, request.Galois[i - 1].Level);
                else if (request.RelinearizationLevel is { } level) relinearization = generator.GenerateRelinearizationKey(Key, level);
            });
            return new EvaluationKeySet(Parameters, relinearization, galois!);
        }
        catch
        {
            relinearization?.Dispose();
            foreach (var key in galois) key?.Dispose();
            throw;
        }
    }

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
