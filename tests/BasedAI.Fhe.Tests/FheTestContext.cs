using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;

namespace BasedAI.Fhe.Tests;

/// <summary>Parameters with keys and everything around them, made once per set. Keys come from fixed randomness; that of encryptions depends on the order of the tests.</summary>
internal sealed class FheTestContext
{
    private static readonly ConcurrentDictionary<CkksParametersLiteral, Lazy<FheTestContext>> Cache = new();

    private FheTestContext(CkksParametersLiteral literal)
    {
        Parameters = CkksParameters.Create(literal);
        Entropy = EntropySource.FixedForTests((byte)literal.LogN);
        KeyGenerator = new KeyGenerator(Parameters, Entropy);
        SecretKey = KeyGenerator.GenerateSecretKey();
        PublicKey = KeyGenerator.GeneratePublicKey(SecretKey);
        var galois = Steps.Select(k => Parameters.GetRotationElement(k)).Append(Parameters.ConjugationElement).Distinct();
        Keys = KeyGenerator.GenerateEvaluationKeys(
            SecretKey,
            new EvaluationKeyRequest(Parameters.MaxLevel, [.. galois.Select(g => new GaloisKeyRequest(g, Parameters.MaxLevel))]));
        Encoder = new CkksEncoder(Parameters);
        Encryptor = new SymmetricEncryptor(Parameters, SecretKey, Entropy);
        PublicEncryptor = new Encryptor(Parameters, PublicKey, Entropy);
        Decryptor = new Decryptor(Parameters, SecretKey);
        Evaluator = new CkksEvaluator(Parameters, Keys);
        Zero = Encoder.FromIntegers(new long[Parameters.N], Parameters.MaxLevel, Parameters.DefaultScale);
    }

    /// <summary>Rotations with a key.</summary>
    public static ImmutableArray<int> Steps { get; } = [1, 2, 3, -1, 64];

    /// <summary>N = 2^12, one multiplication, 128-bit secure.</summary>
    public static CkksParametersLiteral SmallLiteral { get; } = new() { LogN = 12, LogQ = [37, 31], LogP = [38], LogDefaultScale = 31 };

    /// <summary>The project's first parameter set.</summary>
    public static CkksParametersLiteral ProjectLiteral { get; } = new() { LogN = 13, LogQ = [46, 39, 39, 39], LogP = [50], LogDefaultScale = 39 };

    /// <summary>N = 2^14, digits of two limbs; the last digit has one.</summary>
    public static CkksParametersLiteral TwoSpecialLiteral { get; } =
        new() { LogN = 14, LogQ = [50, 40, 40, 40, 40, 40, 40], LogP = [50, 50], LogDefaultScale = 40 };

    public static FheTestContext Small => Get(SmallLiteral);

    public static FheTestContext Project => Get(ProjectLiteral);

    public static FheTestContext TwoSpecial => Get(TwoSpecialLiteral);

    public CkksParameters Parameters { get; }

    public EntropySource Entropy { get; }

    public KeyGenerator KeyGenerator { get; }

    public SecretKey SecretKey { get; }

    public PublicKey PublicKey { get; }

    public EvaluationKeySet Keys { get; }

    public CkksEncoder Encoder { get; }

    public SymmetricEncryptor Encryptor { get; }

    public Encryptor PublicEncryptor { get; }

    public Decryptor Decryptor { get; }

    public CkksEvaluator Evaluator { get; }

    /// <summary>Nothing, at the highest level: encrypted, it is noise alone.</summary>
    public Plaintext Zero { get; }

    public static FheTestContext Get(CkksParametersLiteral literal) =>
        Cache.GetOrAdd(literal, static key => new Lazy<FheTestContext>(() => new FheTestContext(key))).Value;

    public static FheTestContext Named(string name) => name switch
    {
        nameof(Small) => Small,
        nameof(Project) => Project,
        nameof(TwoSpecial) => TwoSpecial,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such context."),
    };

    /// <summary>Uniform values in (-bound, bound), one per slot.</summary>
    public double[] Values(int seed, double bound = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Parameters.MaxSlots).Select(_ => ((2 * random.NextDouble()) - 1) * bound)];
    }

    public Complex[] ComplexValues(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Parameters.MaxSlots).Select(_ => new Complex((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1))];
    }

    public Ciphertext Encrypt(ReadOnlySpan<double> values, int? level = null)
    {
        using var plaintext = Encoder.Encode(values, level ?? Parameters.MaxLevel, Parameters.DefaultScale);
        return Encryptor.Encrypt(plaintext);
    }

    public Ciphertext Encrypt(ReadOnlySpan<Complex> values)
    {
        using var plaintext = Encoder.Encode(values, Parameters.MaxLevel, Parameters.DefaultScale);
        return Encryptor.Encrypt(plaintext);
    }

    public double[] Decrypt(Ciphertext ciphertext)
    {
        using var plaintext = Decryptor.Decrypt(ciphertext);
        double[] values = new double[Parameters.MaxSlots];
        Encoder.Decode(plaintext, values);
        return values;
    }

    public Complex[] DecryptComplex(Ciphertext ciphertext)
    {
        using var plaintext = Decryptor.Decrypt(ciphertext);
        var values = new Complex[Parameters.MaxSlots];
        Encoder.Decode(plaintext, values);
        return values;
    }
}
