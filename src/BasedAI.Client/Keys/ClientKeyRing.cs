using System.Security.Cryptography;
using BasedAI.Fhe;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// A user's secret key and the public evaluation keys made from it, for one plan's wishes. The secret never leaves the ring except, encrypted under a
/// passphrase, through <see cref="Save(string, ReadOnlySpan{char}, bool)"/>; it has no text form, and disposing the ring wipes it. Encrypting and decrypting are thread-safe.
/// </summary>
public sealed class ClientKeyRing : IDisposable
{
    private readonly SymmetricEncryptor _encryptor;
    private readonly Decryptor _decryptor;
    private readonly CkksEncoder _encoder;

    /// <summary>Takes over the secret key.</summary>
    internal ClientKeyRing(CkksParameters parameters, EvaluationKeyRequest request, SecretKey secretKey, byte[] evaluationKeys)
    {
        Parameters = parameters;
        Request = request;
        SecretKey = secretKey;
        EvaluationKeyBytes = evaluationKeys;
        EvaluationKeys = BlobRef.Of(evaluationKeys, MediaTypes.EvaluationKeys);
        _encryptor = new SymmetricEncryptor(parameters, secretKey);
        _decryptor = new Decryptor(parameters, secretKey);
        _encoder = new CkksEncoder(parameters);
    }

    /// <summary>The parameters of every key in the ring.</summary>
    public CkksParameters Parameters { get; }

    /// <summary>The evaluation keys that were made.</summary>
    public EvaluationKeyRequest Request { get; }

    /// <summary>The evaluation keys as they travel: public material.</summary>
    public ReadOnlyMemory<byte> EvaluationKeyBytes { get; }

    /// <summary>The name under which the network has the evaluation keys once they are uploaded.</summary>
    public BlobRef EvaluationKeys { get; }

    internal SecretKey SecretKey { get; }

    /// <summary>Draws a secret key from the operating system and makes exactly the evaluation keys a model needs.</summary>
    /// <exception cref="UnsupportedModelException">The manifest asks for something weak, unknown or contradictory; no key is made.</exception>
    public static ClientKeyRing Generate(ModelManifest manifest) => Generate(ModelRequirements.Of(manifest));

    /// <summary>Draws a secret key from the operating system and makes exactly the evaluation keys a model needs.</summary>
    public static ClientKeyRing Generate(ModelRequirements model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var generator = new KeyGenerator(model.Parameters);
        var secretKey = generator.GenerateSecretKey();
        try
        {
            using var keys = generator.GenerateEvaluationKeys(secretKey, model.Keys);
            using var bytes = new MemoryStream();
            EvaluationKeySet.Write(keys, bytes);
            return new ClientKeyRing(model.Parameters, model.Keys, secretKey, bytes.ToArray());
        }
        catch
        {
            secretKey.Dispose();
            throw;
        }
    }

    /// <summary>Reads a key file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">The passphrase; the caller wipes it.</param>
    /// <exception cref="KeyFileException">It cannot be read, is damaged, is no key file, or the passphrase is wrong.</exception>
    public static ClientKeyRing Load(string path, ReadOnlySpan<char> passphrase)
    {
        var content = KeyFileEnvelope.Open(ReadFile(path), passphrase);
        try
        {
            return KeyRingContent.Read(content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>
    /// Writes the ring to a file under a passphrase (Argon2id, AES-256-GCM), readable and writable by its owner only. The file appears whole or not at all.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="passphrase">At least one character; the caller wipes it.</param>
    /// <param name="overwrite">Whether an existing file may be replaced. Whoever replaces a key file can no longer decrypt what it was used for.</param>
    /// <exception cref="KeyFileException">The file exists, or cannot be written.</exception>
    public void Save(string path, ReadOnlySpan<char> passphrase, bool overwrite = false) => Save(path, passphrase, overwrite, PassphraseHash.Default);

    /// <summary>Whether this ring has exactly the keys <paramref name="model"/> needs.</summary>
    public bool Fits(ModelRequirements model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Parameters.Id == model.Parameters.Id
            && Request.RelinearizationLevel == model.Keys.RelinearizationLevel
            && Request.Galois.OrderBy(key => key.Element.Value).SequenceEqual(model.Keys.Galois.OrderBy(key => key.Element.Value));
    }

    /// <summary>Wipes the secret key.</summary>
    public void Dispose() => SecretKey.Dispose();

    /// <summary>Refuses a ring made for another model, before anything is sent.</summary>
    /// <exception cref="KeyFileException">The ring does not have exactly the keys the model needs.</exception>
    internal void MustFit(ModelRequirements model)
    {
        if (Fits(model)) return;
        throw new KeyFileException(KeyFileError.OtherKeys, Parameters.Id == model.Parameters.Id
            ? "The keys are of the model's parameters but not exactly those its plan needs; the model has changed. Make new keys for it."
            : $"The keys are of other parameters (N = {Parameters.N}, id {Parameters.Id.ToString()[..12]}…) than the model's "
            + $"(N = {model.Parameters.N}, id {model.Parameters.Id.ToString()[..12]}…). Make new keys for it.");
    }

    /// <summary>Encrypts slots, one ciphertext per port, as the bundle that travels. Half the size of a public-key encryption: c1 is a seed.</summary>
    internal byte[] Encrypt(IReadOnlyList<double[]> ports, int level)
    {
        var ciphertexts = new List<Ciphertext>(ports.Count);
        try
        {
            foreach (var slots in ports)
            {
                using var plaintext = _encoder.Encode(slots, level, Parameters.DefaultScale);
                ciphertexts.Add(_encryptor.Encrypt(plaintext));
            }

            using var bytes = new MemoryStream();
            CiphertextBundle.Write(ciphertexts, bytes);
            return bytes.ToArray();
        }
        finally
        {
            foreach (var ciphertext in ciphertexts) ciphertext.Dispose();
        }
    }

    /// <summary>Decrypts slot 0 of a bundle of one ciphertext; other slots are not even decoded further.</summary>
    /// <exception cref="NodeProtocolException">The bytes are not one ciphertext of these parameters.</exception>
    internal double DecryptFirstSlot(byte[] bundle)
    {
        IReadOnlyList<Ciphertext> ciphertexts;
        try
        {
            using var bytes = new MemoryStream(bundle, writable: false);
            ciphertexts = CiphertextBundle.Read(Parameters, bytes, maxCount: 1);
        }
        catch (CiphertextFormatException exception)
        {
            throw new NodeProtocolException($"The network's result is not a ciphertext of the model's parameters ({exception.Reason}).", exception);
        }

        using var ciphertext = ciphertexts[0];
        using var plaintext = _decryptor.Decrypt(ciphertext);
        var slots = new double[Parameters.MaxSlots];
        _encoder.Decode(plaintext, slots);
        var first = slots[0];
        Array.Clear(slots);
        return first;
    }

    internal void Save(string path, ReadOnlySpan<char> passphrase, bool overwrite, PassphraseHash cost)
    {
        if (passphrase.IsEmpty) throw new ArgumentException("The passphrase must not be empty.", nameof(passphrase));
        if (!overwrite && File.Exists(path))
            throw new KeyFileException(KeyFileError.NotWritten, $"'{path}' exists already and is kept. Choose another name.");
        var content = KeyRingContent.Write(this);
        try
        {
            AtomicFile.Write(path, KeyFileEnvelope.Seal(content, passphrase, cost), overwrite, isPrivate: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(KeyFileError.NotWritten, $"The key file '{path}' cannot be written: {exception.Message}", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > KeyFileEnvelope.MaxFileBytes)
                throw new KeyFileException(KeyFileError.NotAKeyFile, $"'{path}' is {stream.Length} bytes long; no key file is.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new KeyFileException(KeyFileError.Missing, $"The key file '{path}' cannot be read: {exception.Message} Make one with 'keys new'.", exception);
        }
    }
}
