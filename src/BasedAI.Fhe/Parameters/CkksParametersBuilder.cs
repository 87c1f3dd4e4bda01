using System.Collections.Immutable;
using System.Numerics;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>From wishes to facts: each check in the order a reader would ask them, then the primes.</summary>
internal static class CkksParametersBuilder
{
    internal readonly record struct Failure(ParameterError Error, string Message);

    /// <summary>Smallest log2 N of the insecure route: a limb on the wire is a whole number of 64-bit words.</summary>
    internal const int MinInsecureLogN = 6;

    public static Failure TryBuild(CkksParametersLiteral literal, bool isInsecureAllowed, out CkksParameters? parameters)
    {
        parameters = null;
        var failure = CheckLiteral(literal, isInsecureAllowed);
        if (failure.Error != ParameterError.None) return failure;

        var (ringQ, ringP) = FindPrimes(literal);
        failure = CheckModuli(literal, ringQ, ringP);
        if (failure.Error != ParameterError.None) return failure;

        parameters = new CkksParameters(literal, ringQ, ringP);
        return default;
    }

    private static Failure CheckLiteral(CkksParametersLiteral literal, bool isInsecureAllowed)
    {
        if (literal.Secret != SecretDistribution.UniformTernary)
            return new(ParameterError.UnsupportedSecretDistribution, $"Secret distribution {literal.Secret} is not supported; use UniformTernary.");
        if (!isInsecureAllowed && literal.RequiredSecurity == SecurityLevel.None)
        {
            return new(
                ParameterError.SecurityNotRequired,
                "RequiredSecurity is None. Ask for Classical128; a toy set for tests is made by InsecureCkksParameters.Create.");
        }

        if (literal.RequiredSecurity != (isInsecureAllowed ? SecurityLevel.None : SecurityLevel.Classical128))
        {
            return new(
                ParameterError.UnsupportedSecurityLevel,
                isInsecureAllowed
                    ? $"InsecureCkksParameters needs RequiredSecurity = None written by hand, not {literal.RequiredSecurity}."
                    : $"There is no table for security level {literal.RequiredSecurity}; use Classical128.");
        }

        int minLogN = isInsecureAllowed ? MinInsecureLogN : SecurityTable.MinLogN;
        if (literal.LogN < minLogN || literal.LogN > SecurityTable.MaxLogN)
            return new(ParameterError.RingDegreeOutOfRange, $"LogN is {literal.LogN}; it must be {minLogN} to {SecurityTable.MaxLogN}.");
        if (literal.LogQ.IsDefaultOrEmpty)
            return new(ParameterError.NoCiphertextPrimes, "LogQ is empty; name at least one ciphertext prime.");
        if (literal.LogP.IsDefaultOrEmpty)
            return new(ParameterError.NoSpecialPrimes, "LogP is empty; name at least one special prime, as large as the largest of LogQ.");
        if (literal.LogQ.Length + literal.LogP.Length > CkksParameters.MaxPrimeCount)
        {
            return new(
                ParameterError.TooManyPrimes,
                $"{literal.LogQ.Length} + {literal.LogP.Length} primes; at most {CkksParameters.MaxPrimeCount} together.");
        }

        foreach (int bits in literal.LogQ.Concat(literal.LogP))
        {
            if (bits is < CkksParameters.MinPrimeBits or > CkksParameters.MaxPrimeBits)
            {
                return new(
                    ParameterError.PrimeSizeOutOfRange,
                    $"A prime of {bits} bits was asked for; sizes are {CkksParameters.MinPrimeBits} to {CkksParameters.MaxPrimeBits} bits.");
            }
        }

        if (literal.LogDefaultScale < 1)
            return new(ParameterError.ScaleTooSmall, $"LogDefaultScale is {literal.LogDefaultScale}; it must be at least 1.");
        if (literal.LogDefaultScale >= literal.LogQ[0])
        {
            return new(
                ParameterError.ScaleAboveFirstPrime,
                $"The default scale 2^{literal.LogDefaultScale} is not below q0, which has {literal.LogQ[0]} bits; lower the scale or enlarge q0.");
        }

        return literal.HasExplicitModuli ? CheckExplicitModuli(literal) : default;
    }

    private static Failure CheckExplicitModuli(CkksParametersLiteral literal)
    {
        if (!MatchesSizes(literal.ModuliQ, literal.LogQ) || !MatchesSizes(literal.ModuliP, literal.LogP))
        {
            return new(
                ParameterError.ModuliSizeMismatch,
                "ModuliQ and ModuliP must name one prime for each size of LogQ and LogP, of that size; CkksParametersLiteral.FromModuli fills the sizes in.");
        }

        return ExplicitModuli.Check(literal.LogN, [.. literal.ModuliQ, .. literal.ModuliP]);
    }

    private static bool MatchesSizes(ImmutableArray<ulong> moduli, ImmutableArray<int> sizes) =>
        !moduli.IsDefault && moduli.Length == sizes.Length && moduli.Zip(sizes).All(pair => CkksParametersLiteral.BitLength(pair.First) == pair.Second);

    /// <summary>
    /// Takes the primes of each size in descending order, special primes first. There are enough: even of 31 bits and 1 modulo 2^17 there are
    /// about 8192·2/ln(2^31) ≈ 760, against at most <see cref="CkksParameters.MaxPrimeCount"/>.
    /// </summary>
    private static (ImmutableArray<ResidueRing> RingQ, ImmutableArray<ResidueRing> RingP) FindPrimes(CkksParametersLiteral literal)
    {
        if (literal.HasExplicitModuli)
            return (GetRings(literal.LogN, literal.ModuliQ), GetRings(literal.LogN, literal.ModuliP));

        var found = new Dictionary<int, Queue<Modulus>>();
        foreach (var size in literal.LogP.Concat(literal.LogQ).GroupBy(bits => bits))
        {
            found[size.Key] = new Queue<Modulus>(PrimeSearch.FindNttPrimes(literal.LogN, size.Key, size.Count()));
        }

        ImmutableArray<ResidueRing> ringP = [.. literal.LogP.Select(bits => ResidueRing.Get(literal.LogN, found[bits].Dequeue()))];
        ImmutableArray<ResidueRing> ringQ = [.. literal.LogQ.Select(bits => ResidueRing.Get(literal.LogN, found[bits].Dequeue()))];
        return (ringQ, ringP);
    }

    private static ImmutableArray<ResidueRing> GetRings(int logN, ImmutableArray<ulong> moduli) =>
        [.. moduli.Select(q => ResidueRing.Get(logN, new Modulus(q)))];

    private static Failure CheckModuli(CkksParametersLiteral literal, ImmutableArray<ResidueRing> ringQ, ImmutableArray<ResidueRing> ringP)
    {
        BigInteger p = CkksParameters.Product(ringP);
        BigInteger largestDigit = ringQ.Chunk(ringP.Length).Max(CkksParameters.Product);
        if (p < largestDigit)
        {
            return new(
                ParameterError.SpecialModulusBelowLargestDigit,
                $"The special modulus has {BigInteger.Log(p, 2):F1} bits and the largest digit ({ringP.Length} primes) "
                + $"{BigInteger.Log(largestDigit, 2):F1}; enlarge LogP.");
        }

        if (literal.RequiredSecurity == SecurityLevel.None) return default;

        int bound = SecurityTable.GetMaxLogQP(literal.LogN, literal.RequiredSecurity);
        BigInteger qp = p * CkksParameters.Product(ringQ);
        return qp.GetBitLength() <= bound
            ? default
            : new(
                ParameterError.BelowRequiredSecurity,
                $"log2(QP) is {BigInteger.Log(qp, 2):F1}; at N = 2^{literal.LogN} {literal.RequiredSecurity} allows {bound}. "
                + "Use fewer or smaller primes, or a larger N.");
    }
}
