using BasedAI.Fhe;

namespace BasedAI.Fuzz.Targets;

/// <summary>Genuine native objects of one insecure parameter set, from fixed randomness.</summary>
internal sealed class NativeSamples
{
    private readonly EntropySource _entropy = EntropySource.FixedForTests(9);
    private readonly SecretKey _secretKey;
    private readonly PublicKey _publicKey;
    private readonly EvaluationKeySet _keys;
    private readonly CkksEncoder _encoder;

    private NativeSamples(CkksParametersLiteral literal)
    {
        Parameters = InsecureCkksParameters.CreateInsecure(literal with { RequiredSecurity = SecurityLevel.None });
        var generator = new KeyGenerator(Parameters, _entropy);
        _secretKey = generator.GenerateSecretKey();
        _publicKey = generator.GeneratePublicKey(_secretKey);
        _keys = generator.GenerateEvaluationKeys(
            _secretKey, new EvaluationKeyRequest(1, [new(Parameters.GetRotationElement(1), 0), new(Parameters.ConjugationElement, Parameters.MaxLevel)]));
        _encoder = new CkksEncoder(Parameters);
    }

    /// <summary>N = 64, one special prime: small enough for thousands of inputs a second.</summary>
    public static NativeSamples Small { get; } = new(new() { LogN = 6, LogQ = [40, 31, 33], LogP = [40], LogDefaultScale = 30 });

    /// <summary>N = 4096, digits of two primes: memory out of proportion shows.</summary>
    public static NativeSamples Wide { get; } = new(new() { LogN = 12, LogQ = [44, 36, 36], LogP = [45, 45], LogDefaultScale = 36 });

    public CkksParameters Parameters { get; }

    public byte[] Plaintext(int level) => Bytes(stream =>
    {
        using var plaintext = Encode(level);
        PlaintextSerializer.Write(plaintext, stream);
    });

    public byte[] Ciphertext(int level, bool isSeeded, int degree) => Bytes(stream =>
    {
        using var ciphertext = Encrypt(level, isSeeded);
        using var squared = degree == 2 ? new CkksEvaluator(Parameters).Square(ciphertext) : null;
        CiphertextSerializer.Write(squared ?? ciphertext, stream);
    });

    public byte[] Bundle() => Bytes(stream =>
    {
        using Ciphertext a = Encrypt(1, true), b = Encrypt(0, false);
        CiphertextBundle.Write([a, b], stream);
    });

    public byte[] SecretKey() => Bytes(stream => SecretKeySerializer.Write(_secretKey, stream));

    public byte[] PublicKey() => Bytes(stream => PublicKeySerializer.Write(_publicKey, stream));

    public byte[] RelinearizationKey() => Bytes(stream => RelinearizationKeySerializer.Write(_keys.GetRelinearizationKey(), stream));

    public IEnumerable<byte[]> GaloisKeys() => _keys.GaloisElements.Select(element => Bytes(stream => GaloisKeySerializer.Write(_keys.GetGaloisKey(element), stream)));

    public byte[] Keys() => Bytes(stream => EvaluationKeySet.Write(_keys, stream));

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private Plaintext Encode(int level) => _encoder.Encode([0.25, -0.5, 1], level, Parameters.DefaultScale);

    private Ciphertext Encrypt(int level, bool isSeeded)
    {
        using var plaintext = Encode(level);
        return isSeeded
            ? new SymmetricEncryptor(Parameters, _secretKey, _entropy).Encrypt(plaintext)
            : new Encryptor(Parameters, _publicKey, _entropy).Encrypt(plaintext);
    }
}
