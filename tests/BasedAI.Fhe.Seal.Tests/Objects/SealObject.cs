using Xunit.Sdk;

namespace BasedAI.Fhe.Seal.Tests;

/// <summary>One kind of object for tests that treat all kinds alike.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Make">Makes an object and gives its bytes.</param>
/// <param name="Rewrite">Reads from memory and writes again.</param>
/// <param name="RewriteStream">Reads from a stream and writes again.</param>
internal sealed record SealObject(
    string Name,
    Func<SealCompression, byte[]> Make,
    Func<byte[], SealCompression, byte[]> Rewrite,
    Func<Stream, byte[]> RewriteStream)
{
    /// <summary>Every kind under one context, with its keys.</summary>
    public static IReadOnlyList<SealObject> All(SealContext context)
    {
        var entropy = EntropySource.FixedForTests(77);
        var generator = new SealKeyGenerator(context, SealGenerator.Blake2xb, entropy);
        var secret = generator.GenerateSecretKey();
        var publicKey = generator.GeneratePublicKey(secret);
        var relin = generator.GenerateRelinKeys(secret);
        var galois = generator.GenerateGaloisKeys(secret, [1, -1]);
        var plaintext = new SealEncoder(context).Encode([0.5, -0.25], Scale.FromLog2(30));
        var seeded = new SealSymmetricEncryptor(secret, SealGenerator.Shake256, entropy).Encrypt(plaintext);
        var full = new SealEncryptor(publicKey, entropy).Encrypt(plaintext);
        return
        [
            Of("EncryptionParameters", context.Parameters.ToBytes, (c, b) => SealEncryptionParameters.Read(b), (c, s) => SealEncryptionParameters.Read(s), x => x.ToBytes),
            Of("Plaintext", plaintext.ToBytes, (c, b) => SealPlaintext.Read(c, b), (c, s) => SealPlaintext.Read(c, s), x => x.ToBytes),
            Of("Ciphertext", full.ToBytes, (c, b) => SealCiphertext.Read(c, b), (c, s) => SealCiphertext.Read(c, s), x => x.ToBytes),
            Of("Ciphertext, seeded", seeded.ToBytes, (c, b) => SealCiphertext.Read(c, b), (c, s) => SealCiphertext.Read(c, s), x => x.ToBytes),
            Of("PublicKey", publicKey.ToBytes, (c, b) => SealPublicKey.Read(c, b), (c, s) => SealPublicKey.Read(c, s), x => x.ToBytes),
            Of("SecretKey", secret.ToBytes, (c, b) => SealSecretKey.Read(c, b), (c, s) => SealSecretKey.Read(c, s), x => x.ToBytes),
            Of("RelinKeys", relin.ToBytes, (c, b) => SealRelinKeys.Read(c, b), (c, s) => SealRelinKeys.Read(c, s), x => x.ToBytes),
            Of("GaloisKeys", galois.ToBytes, (c, b) => SealGaloisKeys.Read(c, b), (c, s) => SealGaloisKeys.Read(c, s), x => x.ToBytes),
        ];

        SealObject Of<T>(
            string name,
            Func<SealCompression, byte[]> make,
            Func<SealContext, byte[], T> read,
            Func<SealContext, Stream, T> readStream,
            Func<T, Func<SealCompression, byte[]>> write) =>
            new(name, make, (bytes, compression) => Use(read(context, bytes), x => write(x)(compression)), s => Use(readStream(context, s), x => write(x)(SealCompression.None)));
    }

    public static SealObject Get(SealContext context, string name) => All(context).Single(kind => kind.Name == name);

    /// <summary>The reason bytes are refused for.</summary>
    public SealFormatError Refusal(byte[] bytes)
    {
        try
        {
            Rewrite(bytes, SealCompression.None);
        }
        catch (SealFormatException exception)
        {
            Assert.NotEmpty(exception.Message);
            return exception.Reason;
        }

        throw new XunitException($"{Name}: the bytes were taken.");
    }

    public override string ToString() => Name;

    private static byte[] Use<T>(T item, Func<T, byte[]> use)
    {
        try
        {
            return use(item);
        }
        finally
        {
            (item as IDisposable)?.Dispose();
        }
    }
}
