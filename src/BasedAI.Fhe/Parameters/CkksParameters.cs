using System.Collections.Immutable;
using System.Numerics;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// A checked CKKS parameter set: ring degree N, ciphertext modulus Q = q0·…·qL, special modulus P. Immutable and shareable between
/// threads; equal literals give equal primes and equal <see cref="Id"/>.
/// </summary>
/// <remarks>
/// Primes of one size are taken in descending order from 2^bits, the special primes first: so a special prime of the size of a digit is
/// above it, as key switching wants. Scheme: Cheon, Han, Kim, Kim, Song, "A Full RNS Variant of Approximate Homomorphic Encryption"
/// (SAC 2018); hybrid key switching: Han, Ki, "Better Bootstrapping for Approximate Homomorphic Encryption" (CT-RSA 2020), section 3.
/// </remarks>
public sealed class CkksParameters
{
    /// <summary>Smallest size of a prime in bits; every modulus is above 2^30.</summary>
    public const int MinPrimeBits = 31;

    /// <summary>Largest size of a prime in bits; every modulus is below 2^50.</summary>
    public const int MaxPrimeBits = 50;

    /// <summary>Most primes of Q and P together.</summary>
    public const int MaxPrimeCount = 64;

    private readonly double[] _logQ;
    private readonly BigInteger[] _q;

    internal CkksParameters(CkksParametersLiteral literal, ImmutableArray<ResidueRing> ringQ, ImmutableArray<ResidueRing> ringP)
    {
        Literal = literal;
        RingQ = ringQ;
        RingP = ringP;
        DefaultScale = Scale.FromLog2(literal.LogDefaultScale);
        _q = new BigInteger[ringQ.Length];
        _logQ = new double[ringQ.Length];
        BigInteger product = BigInteger.One;
        for (int i = 0; i < ringQ.Length; i++)
        {
            product *= ringQ[i].Modulus.Value;
            _q[i] = product;
            _logQ[i] = ExactLog2(product);
        }

        LogQP = ExactLog2(product * Product(ringP));
        Id = ParametersId.Compute(this);
        Tables = new KeySwitchingTables(this);
    }

    /// <summary>The literal the set was made from.</summary>
    public CkksParametersLiteral Literal { get; }

    /// <summary>Digest of the set.</summary>
    public ParametersId Id { get; }

    /// <summary>log2 of the ring degree.</summary>
    public int LogN => Literal.LogN;

    /// <summary>The ring degree: coefficients of a polynomial.</summary>
    public int N => 1 << Literal.LogN;

    /// <summary>Complex slots of a ciphertext, N/2.</summary>
    public int MaxSlots => N / 2;

    /// <summary>Level of a fresh ciphertext: count of ciphertext primes minus one.</summary>
    public int MaxLevel => RingQ.Length - 1;

    /// <summary>One residue ring per ciphertext prime, q0 first.</summary>
    public ImmutableArray<ResidueRing> RingQ { get; }

    /// <summary>One residue ring per special prime.</summary>
    public ImmutableArray<ResidueRing> RingP { get; }

    /// <summary>Scale used unless a caller gives another.</summary>
    public Scale DefaultScale { get; }

    /// <summary>log2 of the product of all primes of Q and P.</summary>
    public double LogQP { get; }

    /// <summary>Security claimed for the set.</summary>
    public SecurityLevel Security => Literal.RequiredSecurity;

    /// <summary>Ciphertext primes in one key-switching digit, which is the count of special primes.</summary>
    public int Alpha => RingP.Length;

    /// <summary>Digits of a key at the highest level (dnum).</summary>
    public int DigitCount => GetDigitCount(MaxLevel);

    /// <summary>The automorphism X → X^(2N-1), which conjugates every slot.</summary>
    public GaloisElement ConjugationElement => GaloisElement.Conjugation(LogN);

    internal KeySwitchingTables Tables { get; }

    /// <summary>Checks a literal and finds its primes.</summary>
    /// <exception cref="FheParameterException">The literal is wrong; the exception says how and what to change.</exception>
    public static CkksParameters Create(CkksParametersLiteral literal)
    {
        ArgumentNullException.ThrowIfNull(literal);
        var failure = CkksParametersBuilder.TryBuild(literal, isInsecureAllowed: false, out var parameters);
        return parameters ?? throw new FheParameterException(failure.Error, failure.Message);
    }

    /// <summary>Checks a literal that came from outside; never throws for a wrong one.</summary>
    public static bool TryCreate(
        CkksParametersLiteral literal,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CkksParameters? parameters,
        out ParameterError error)
    {
        ArgumentNullException.ThrowIfNull(literal);
        error = CkksParametersBuilder.TryBuild(literal, isInsecureAllowed: false, out parameters).Error;
        return parameters is not null;
    }

    /// <summary>The automorphism that rotates the slots to the left by <paramref name="steps"/> (to the right if negative).</summary>
    public GaloisElement GetRotationElement(int steps) => GaloisElement.FromRotation(steps, LogN);

    /// <summary>Digits of a polynomial at <paramref name="level"/>.</summary>
    public int GetDigitCount(int level) => (level + Alpha) / Alpha;

    /// <summary>log2(q0·…·q_level).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such level.</exception>
    public double GetLogQ(int level)
    {
        CheckLevel(level, nameof(level));
        return _logQ[level];
    }

    internal BigInteger GetModulus(int level) => _q[level];

    internal void CheckLevel(int level, string name)
    {
        if ((uint)level > (uint)MaxLevel)
            throw new ArgumentOutOfRangeException(name, level, $"Levels of these parameters are 0 to {MaxLevel}.");
    }

    /// <summary>Ring of limb <paramref name="limb"/> of a polynomial over q0 … q_level, p0 … p_(alpha-1).</summary>
    internal ResidueRing GetRing(int level, int limb) => limb <= level ? RingQ[limb] : RingP[limb - level - 1];

    /// <summary>For example "rotation by 3 (element 125)" or "conjugation (element 16383)".</summary>
    internal string Describe(GaloisElement element)
    {
        int? steps = GetRotationSteps(element);
        return steps is { } k ? $"rotation by {k} (Galois element {element.Value})"
            : element == ConjugationElement ? $"conjugation (Galois element {element.Value})"
            : $"Galois element {element.Value}, which is neither a rotation nor the conjugation";
    }

    /// <summary>The steps in (-N/4, N/4] whose rotation is <paramref name="element"/>, or null.</summary>
    internal int? GetRotationSteps(GaloisElement element)
    {
        uint mask = (2u << LogN) - 1, power = 1;
        for (int k = 0; k < MaxSlots; k++, power = (power * 5) & mask)
        {
            if (power == element.Value) return k > MaxSlots / 2 ? k - MaxSlots : k;
        }

        return null;
    }

    internal static BigInteger Product(IEnumerable<ResidueRing> rings) =>
        rings.Aggregate(BigInteger.One, (product, ring) => product * ring.Modulus.Value);

    private static double ExactLog2(BigInteger value)
    {
        int shift = (int)Math.Max(0, value.GetBitLength() - 64);
        return Math.Log2((double)(value >> shift)) + shift;
    }
}
