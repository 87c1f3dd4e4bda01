namespace BasedAI.Fhe.Seal.Tests;

/// <summary>Parameters with keys and everything around them, made once per set from fixed randomness.</summary>
internal sealed class SealTestContext
{
    private static readonly Lazy<SealTestContext> LazySmall = new(() => new SealTestContext(4096, [36, 36, 37], 30));
    private static readonly Lazy<SealTestContext> LazyMedium = new(() => new SealTestContext(8192, [50, 40, 40, 50], 40));

    private SealTestContext(int n, int[] bits, int logScale)
    {
        Context = SealContext.Create(new SealEncryptionParameters(n, SealEncryptionParameters.CreateCoeffModulus(n, bits)));
        Scale = Scale.FromLog2(logScale);
        Entropy = EntropySource.FixedForTests((byte)bits.Length);
        var generator = new SealKeyGenerator(Context, SealGenerator.Shake256, Entropy);
        SecretKey = generator.GenerateSecretKey();
        PublicKey = generator.GeneratePublicKey(SecretKey);
        RelinKeys = generator.GenerateRelinKeys(SecretKey);
        GaloisKeys = generator.GenerateGaloisKeys(SecretKey, [1, -2, 4, 0]);
        Encoder = new SealEncoder(Context);
        Evaluator = new SealEvaluator(Context);
        Decryptor = new SealDecryptor(SecretKey);
        Encryptor = new SealEncryptor(PublicKey, Entropy);
        SymmetricEncryptor = new SealSymmetricEncryptor(SecretKey, SealGenerator.Shake256, Entropy);
    }

    /// <summary>N = 4096, two data primes of 36 bits.</summary>
    public static SealTestContext Small => LazySmall.Value;

    /// <summary>N = 8192, three data primes.</summary>
    public static SealTestContext Medium => LazyMedium.Value;

    public SealContext Context { get; }

    public Scale Scale { get; }

    public EntropySource Entropy { get; }

    public SealSecretKey SecretKey { get; }

    public SealPublicKey PublicKey { get; }

    public SealRelinKeys RelinKeys { get; }

    public SealGaloisKeys GaloisKeys { get; }

    public SealEncoder Encoder { get; }

    public SealEvaluator Evaluator { get; }

    public SealDecryptor Decryptor { get; }

    public SealEncryptor Encryptor { get; }

    public SealSymmetricEncryptor SymmetricEncryptor { get; }

    /// <summary>The numbers of the golden files: sin(i + 1).</summary>
    public double[] Sines => [.. Enumerable.Range(0, Context.SlotCount).Select(i => Math.Sin(i + 1))];

    /// <summary>Other numbers of magnitude at most one half.</summary>
    public double[] Halves => [.. Enumerable.Range(0, Context.SlotCount).Select(i => Math.Cos(3 * i) / 2)];

    /// <summary>A toy context without any security.</summary>
    public static SealContext CreateToy(int n, params int[] bits) =>
        InsecureSealContext.CreateInsecure(new SealEncryptionParameters(n, SealEncryptionParameters.CreateCoeffModulus(n, bits)));

    public SealCiphertext Encrypt(double[] values)
    {
        using var plaintext = Encoder.Encode(values, Scale);
        return SymmetricEncryptor.Encrypt(plaintext);
    }

    public double[] Decrypt(SealCiphertext ciphertext)
    {
        using var plaintext = Decryptor.Decrypt(ciphertext);
        double[] values = new double[Context.SlotCount];
        Encoder.Decode(plaintext, values);
        return values;
    }

    public static double MaxError(IEnumerable<double> actual, IEnumerable<double> expected) => actual.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second));
}
