using System.Security.Cryptography;

namespace BasedAI.Fhe.Seal.Tests;

/// <summary>
/// Committed files, N = 4096, primes of 36, 36 and 37 bits, scale 2^30, values sin(i + 1): some by node-seal 7.0.0 (SEAL 4.1), some by this library, and the
/// digests of what is computed from them. Those in the table of node-seal are of results SEAL computed.
/// </summary>
public class GoldenFileTests
{
    private static readonly SealContext Context = SealContext.Create(SealEncryptionParameters.Read(Repository.Golden("node-seal", "parms.bin")));

    public static TheoryData<string, string> ResultsOfSeal => new()
    {
        { "square", "bd2911c28722e85263f9495011527c8396ab7bfa9e4c421ded96bf9ef3efba3e" },
        { "relinearize", "c2a7e7d3ec43132d824f9e8e3cdb6ba987deebca7fda3fea915d9ed1213aac81" },
        { "rescale", "e1eb6c03318b17ee483f24c87264a4f1cfd560ef22b968611b236977eed1a587" },
        { "rotate", "2951910ace11db5c6c36269ed5771e2d0a46923b949b858881ce4d1e819047d2" },
        { "rotate of rescaled", "d9936a548d6997352a406e1fbb825f71643db89944d9a4bf94ffd6b9d35fc3ed" },
        { "drop level", "8a81dd15440dfcbc73e84f38d1da20f1f1b7e3fca0f29c605c2a08bb7cf36b99" },
        { "negate", "be532b96e2a761f01fd4955535b2498828c9bd4ae7091c2ba866e5e48febf02a" },
    };

    public static TheoryData<string, string> ResultsOfOurs => new()
    {
        { "rescale", "a21fe314bf8a9ca88f9c04d5721848fded00ab9e5b572f97e79b332181a62974" },
        { "rotate", "019da0ba3951c3710e5b18fb5692ef8d7ecbdf8ae31b48eb7cb6ee80dd9ce515" },
    };

    [Theory]
    [MemberData(nameof(ResultsOfSeal))]
    public void Evaluator_OnFilesOfSeal_GivesTheBytesOfSeal(string operation, string digest) => Assert.Equal(digest, ComputeDigest("node-seal", "ct.bin", operation));

    [Theory]
    [MemberData(nameof(ResultsOfOurs))]
    public void Evaluator_OnOurFiles_GivesTheBytesItAlwaysGave(string operation, string digest) => Assert.Equal(digest, ComputeDigest("ours", "ct.bin", operation));

    [Theory]
    [InlineData("node-seal", "ct.bin")]
    [InlineData("node-seal", "ctseed.bin")]
    [InlineData("ours", "ct.bin")]
    [InlineData("ours", "ctseed1.bin")]
    [InlineData("ours", "ctseed2.bin")]
    public void Ciphertexts_Decrypt(string maker, string name)
    {
        using var secret = SealSecretKey.Read(Context, Repository.Golden(maker, "sk.bin"));
        using var ciphertext = SealCiphertext.Read(Context, Repository.Golden(maker, name));
        Assert.Equal(name.StartsWith("ctseed", StringComparison.Ordinal), ciphertext.IsSeeded);
        using var plaintext = new SealDecryptor(secret).Decrypt(ciphertext);
        AssertSines(plaintext);
    }

    [Theory]
    [InlineData("node-seal")]
    [InlineData("ours")]
    public void Plaintexts_Decode(string maker)
    {
        using var plaintext = SealPlaintext.Read(Context, Repository.Golden(maker, "pt.bin"));
        AssertSines(plaintext);
    }

    [Fact]
    public void PlaintextOfSeal_IsTheOneOurEncoderMakes()
    {
        using var theirs = SealPlaintext.Read(Context, Repository.Golden("node-seal", "pt.bin"));
        using var ours = new SealEncoder(Context).Encode(SealTestContext.Small.Sines, Scale.FromLog2(30));
        Assert.Equal(theirs.ToBytes(), ours.ToBytes());
    }

    [Theory]
    [InlineData("node-seal")]
    [InlineData("ours")]
    public void Keys_AreRewrittenAsTheyWere(string maker)
    {
        using var relin = SealRelinKeys.Read(Context, Repository.Golden(maker, "rk.bin"));
        using var galois = SealGaloisKeys.Read(Context, Repository.Golden(maker, "gk.bin"));
        Assert.True(relin.Contains(2));
        Assert.Equal([3u], galois.Elements.Select(element => element.Value));
        using var again = SealGaloisKeys.Read(Context, galois.ToBytes(SealCompression.Zstd));
        Assert.Equal(galois.ToBytes(), again.ToBytes());
        Assert.Equal(maker == "ours" ? 2 : 4096, BitConverter.ToInt64(galois.ToBytes(), 48));     // places: SEAL writes all N
    }

    [Fact]
    public void PublicKey_Encrypts()
    {
        using var publicKey = SealPublicKey.Read(Context, Repository.Golden("ours", "pk.bin"));
        using var secret = SealSecretKey.Read(Context, Repository.Golden("ours", "sk.bin"));
        using var plaintext = SealPlaintext.Read(Context, Repository.Golden("ours", "pt.bin"));
        using var ciphertext = new SealEncryptor(publicKey).Encrypt(plaintext);
        using var result = new SealDecryptor(secret).Decrypt(ciphertext);
        AssertSines(result);
    }

    /// <summary>Makes our files anew, with fresh keys; the digests above then change.</summary>
    [Fact(Explicit = true)]
    public void Write_OurFiles()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "tests", "BasedAI.Fhe.Seal.Tests", "golden", "ours")).FullName;
        void Save(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name), bytes);
        var generator = new SealKeyGenerator(Context);
        using var secret = generator.GenerateSecretKey();
        using var publicKey = generator.GeneratePublicKey(secret);
        using var relin = generator.GenerateRelinKeys(secret);
        using var galois = generator.GenerateGaloisKeys(secret, [1]);
        using var plaintext = new SealEncoder(Context).Encode(SealTestContext.Small.Sines, Scale.FromLog2(30));
        using var full = new SealEncryptor(publicKey).Encrypt(plaintext);
        using var blake = new SealSymmetricEncryptor(secret, SealGenerator.Blake2xb).Encrypt(plaintext);
        using var shake = new SealSymmetricEncryptor(secret, SealGenerator.Shake256).Encrypt(plaintext);
        Save("parms.bin", Context.Parameters.ToBytes());
        Save("sk.bin", secret.ToBytes(SealCompression.Zstd));
        Save("pk.bin", publicKey.ToBytes(SealCompression.Zlib));
        Save("rk.bin", relin.ToBytes(SealCompression.Zstd));
        Save("gk.bin", galois.ToBytes(SealCompression.Zlib));
        Save("pt.bin", plaintext.ToBytes(SealCompression.Zstd));
        Save("ct.bin", full.ToBytes(SealCompression.Zlib));
        Save("ctseed1.bin", blake.ToBytes(SealCompression.Zstd));
        Save("ctseed2.bin", shake.ToBytes(SealCompression.Zlib));
        Assert.True(Directory.EnumerateFiles(folder).Sum(path => new FileInfo(path).Length) < 700_000);
    }

    private static string ComputeDigest(string maker, string name, string operation)
    {
        using var relin = SealRelinKeys.Read(Context, Repository.Golden(maker, "rk.bin"));
        using var galois = SealGaloisKeys.Read(Context, Repository.Golden(maker, "gk.bin"));
        using var x = SealCiphertext.Read(Context, Repository.Golden(maker, name));
        var evaluator = new SealEvaluator(Context);
        using var square = evaluator.Square(x);
        using var relinearized = evaluator.Relinearize(square, relin);
        using var rescaled = evaluator.Rescale(relinearized);
        using var result = operation switch
        {
            "square" => square.Expand(),
            "relinearize" => relinearized.Expand(),
            "rescale" => rescaled.Expand(),
            "rotate" => evaluator.Rotate(x, 1, galois),
            "rotate of rescaled" => evaluator.Rotate(rescaled, 1, galois),
            "drop level" => evaluator.DropLevel(x),
            "negate" => evaluator.Negate(x),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
        return Convert.ToHexStringLower(SHA256.HashData(result.ToBytes()));
    }

    private static void AssertSines(SealPlaintext plaintext)
    {
        double[] decoded = new double[Context.SlotCount];
        new SealEncoder(Context).Decode(plaintext, decoded);
        Assert.InRange(SealTestContext.MaxError(decoded, SealTestContext.Small.Sines), 0, 1e-4);
    }
}
