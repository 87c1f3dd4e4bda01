using BasedAI.Fhe;
using BasedAI.Fhe.Seal;

namespace BasedAI.Fuzz.Targets;

/// <summary>Genuine SEAL objects of a toy context, from fixed randomness, uncompressed.</summary>
internal sealed class SealSamples
{
    private readonly SealSecretKey _secretKey;
    private readonly SealPublicKey _publicKey;
    private readonly SealRelinKeys _relinKeys;
    private readonly SealGaloisKeys _galoisKeys;
    private readonly EntropySource _entropy = EntropySource.FixedForTests(8);

    private SealSamples(int n)
    {
        Parameters = new SealEncryptionParameters(n, SealEncryptionParameters.CreateCoeffModulus(n, [36, 31, 37]));
        Context = InsecureSealContext.CreateInsecure(Parameters);
        var generator = new SealKeyGenerator(Context, SealGenerator.Shake256, _entropy);
        _secretKey = generator.GenerateSecretKey();
        _publicKey = generator.GeneratePublicKey(_secretKey);
        _relinKeys = generator.GenerateRelinKeys(_secretKey);
        _galoisKeys = generator.GenerateGaloisKeys(_secretKey, [1, 0]);
    }

    /// <summary>N = 64.</summary>
    public static SealSamples Small { get; } = new(64);

    /// <summary>N = 4096: memory out of proportion shows.</summary>
    public static SealSamples Wide { get; } = new(4096);

    public SealContext Context { get; }

    public SealEncryptionParameters Parameters { get; }

    public byte[] Plaintext()
    {
        using var plaintext = Encode();
        return plaintext.ToBytes();
    }

    public byte[] Ciphertext(bool isSeeded)
    {
        using var plaintext = Encode();
        using var ciphertext = isSeeded
            ? new SealSymmetricEncryptor(_secretKey, SealGenerator.Shake256, _entropy).Encrypt(plaintext)
            : new SealEncryptor(_publicKey, _entropy).Encrypt(plaintext);
        return ciphertext.ToBytes();
    }

    public byte[] SecretKey() => _secretKey.ToBytes();

    public byte[] PublicKey() => _publicKey.ToBytes();

    public byte[] RelinKeys() => _relinKeys.ToBytes();

    public byte[] GaloisKeys() => _galoisKeys.ToBytes();

    private SealPlaintext Encode() => new SealEncoder(Context).Encode([0.25, -0.5, 1], Scale.FromLog2(30));
}
