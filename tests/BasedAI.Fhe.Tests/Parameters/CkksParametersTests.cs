using System.Collections.Immutable;

namespace BasedAI.Fhe.Tests;

public class CkksParametersTests
{
    public static TheoryData<ParameterError, CkksParametersLiteral> WrongLiterals => new()
    {
        { ParameterError.RingDegreeOutOfRange, Valid with { LogN = 11 } },
        { ParameterError.RingDegreeOutOfRange, Valid with { LogN = 17 } },
        { ParameterError.RingDegreeOutOfRange, Valid with { LogN = -1 } },
        { ParameterError.NoCiphertextPrimes, Valid with { LogQ = [] } },
        { ParameterError.NoCiphertextPrimes, Valid with { LogQ = default } },
        { ParameterError.NoSpecialPrimes, Valid with { LogP = [] } },
        { ParameterError.TooManyPrimes, Valid with { LogN = 16, LogQ = [.. Enumerable.Repeat(40, 64)] } },
        { ParameterError.PrimeSizeOutOfRange, Valid with { LogQ = [46, 30] } },
        { ParameterError.PrimeSizeOutOfRange, Valid with { LogQ = [51] } },
        { ParameterError.PrimeSizeOutOfRange, Valid with { LogP = [51] } },
        { ParameterError.ScaleTooSmall, Valid with { LogDefaultScale = 0 } },
        { ParameterError.ScaleAboveFirstPrime, Valid with { LogDefaultScale = 46 } },
        { ParameterError.SpecialModulusBelowLargestDigit, Valid with { LogP = [45] } },
        { ParameterError.SpecialModulusBelowLargestDigit, Valid with { LogN = 14, LogP = [40, 44] } },
        { ParameterError.BelowRequiredSecurity, Valid with { LogQ = [46, 40, 40, 40] } },
        { ParameterError.BelowRequiredSecurity, Valid with { LogN = 12 } },
        { ParameterError.SecurityNotRequired, Valid with { RequiredSecurity = SecurityLevel.None } },
        { ParameterError.UnsupportedSecurityLevel, Valid with { RequiredSecurity = (SecurityLevel)192 } },
        { ParameterError.UnsupportedSecretDistribution, Valid with { Secret = (SecretDistribution)1 } },
        { ParameterError.ModuliSizeMismatch, Valid with { ModuliQ = Explicit.ModuliQ } },
        { ParameterError.ModuliSizeMismatch, Valid with { ModuliP = Explicit.ModuliP } },
        { ParameterError.ModuliSizeMismatch, Explicit with { LogQ = [46, 39, 39] } },
        { ParameterError.ModuliSizeMismatch, Explicit with { LogQ = [46, 39, 39, 38] } },
        { ParameterError.ModulusOutOfRange, Explicit with { LogP = [31], ModuliP = [1UL << 30] } },
        { ParameterError.ModulusNotPrime, Explicit with { ModuliP = [Explicit.ModuliP[0] - 16384] } },
        { ParameterError.ModulusNotCongruentToOne, Explicit with { ModuliP = [(1UL << 50) - 27] } },
        { ParameterError.DuplicateModulus, Explicit with { ModuliQ = [Explicit.ModuliQ[0], .. Explicit.ModuliQ[1..3], Explicit.ModuliQ[1]] } },
    };

    private static CkksParametersLiteral Valid => FheTestContext.ProjectLiteral;

    private static CkksParametersLiteral Explicit
    {
        get
        {
            var parameters = FheTestContext.Project.Parameters;
            return CkksParametersLiteral.FromModuli(
                13, [.. parameters.RingQ.Select(ring => ring.Modulus.Value)], [.. parameters.RingP.Select(ring => ring.Modulus.Value)], 39);
        }
    }

    [Fact]
    public void Create_ThePrimesTheSizesWouldChoose_GivesTheSameSet()
    {
        Assert.Equal(Valid.LogQ, Explicit.LogQ);
        Assert.Equal(FheTestContext.Project.Parameters.Id, CkksParameters.Create(Explicit).Id);
        Assert.NotEqual(Valid, Explicit);
        Assert.Equal(Explicit, Explicit with { });
    }

    [Fact]
    public void Create_PrimesOfAnotherLibrary_AreTakenAsTheyStand()
    {
        // Microsoft SEAL's CoeffModulus::Create(8192, {50, 40, 40, 50}) gives the smallest of each size first.
        var parameters = CkksParameters.Create(
            CkksParametersLiteral.FromModuli(13, [1125899906629633, 1099510890497, 1099511480321], [1125899906826241], 40));
        Assert.Equal([1125899906629633, 1099510890497, 1099511480321], parameters.RingQ.Select(ring => ring.Modulus.Value));
        Assert.Equal(1125899906826241UL, parameters.RingP[0].Modulus.Value);
    }

    [Theory]
    [MemberData(nameof(WrongLiterals))]
    public void Create_WrongLiteral_NamesTheError(ParameterError expected, CkksParametersLiteral literal)
    {
        var exception = Assert.Throws<FheParameterException>(() => CkksParameters.Create(literal));
        Assert.Equal(expected, exception.Error);
        Assert.NotEmpty(exception.Message);
        Assert.False(CkksParameters.TryCreate(literal, out var parameters, out var error));
        Assert.Null(parameters);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void WrongLiterals_CoverEveryError()
    {
        var covered = WrongLiterals.Select(row => row.Data.Item1).Append(ParameterError.None).ToHashSet();
        Assert.Equal(Enum.GetValues<ParameterError>().ToHashSet(), covered);
    }

    [Fact]
    public void Create_ProjectSet_HasTheExpectedFacts()
    {
        var parameters = FheTestContext.Project.Parameters;
        Assert.Equal(8192, parameters.N);
        Assert.Equal(4096, parameters.MaxSlots);
        Assert.Equal(3, parameters.MaxLevel);
        Assert.Equal(1, parameters.Alpha);
        Assert.Equal(4, parameters.DigitCount);
        Assert.Equal(Math.ScaleB(1, 39), parameters.DefaultScale.Value);
        Assert.Equal(SecurityLevel.Classical128, parameters.Security);
        double sum = parameters.RingQ.Concat(parameters.RingP).Sum(ring => Math.Log2(ring.Modulus.Value));
        Assert.Equal(sum, parameters.LogQP, 1e-9);
        Assert.InRange(parameters.LogQP, 212.9, 213);
    }

    [Fact]
    public void Create_Primes_AreDistinctAndOneModulo2N()
    {
        foreach (var literal in (ImmutableArray<CkksParametersLiteral>)[FheTestContext.SmallLiteral, Valid, FheTestContext.TwoSpecialLiteral])
        {
            var parameters = CkksParameters.Create(literal);
            ulong[] primes = [.. parameters.RingQ.Concat(parameters.RingP).Select(ring => ring.Modulus.Value)];
            Assert.Equal(primes.Length, primes.Distinct().Count());
            Assert.All(primes, prime => Assert.Equal(1UL, prime % (2UL * (ulong)parameters.N)));
            Assert.Equal(
                literal.LogQ.Concat(literal.LogP), primes.Select(prime => (int)Math.Ceiling(Math.Log2(prime))));
        }
    }

    [Fact]
    public void Create_SameSizeSpecialPrime_IsAboveEveryCiphertextPrime()
    {
        var parameters = CkksParameters.Create(Valid with { LogQ = [50, 40, 40], LogP = [50] });
        Assert.True(parameters.RingP[0].Modulus.Value > parameters.RingQ[0].Modulus.Value);
    }

    [Fact]
    public void Id_DependsOnEveryWish()
    {
        CkksParametersLiteral[] literals =
        [
            Valid,
            Valid with { LogN = 14 },
            Valid with { LogQ = [46, 39, 39, 38] },
            Valid with { LogQ = [46, 39, 39] },
            Valid with { LogP = [49] },
            Valid with { LogDefaultScale = 38 },
        ];
        Assert.Equal(literals.Length, literals.Select(l => CkksParameters.Create(l).Id).Distinct().Count());
        var insecure = InsecureCkksParameters.CreateInsecure(Valid with { RequiredSecurity = SecurityLevel.None });
        Assert.NotEqual(CkksParameters.Create(Valid).Id, insecure.Id);
    }

    [Fact]
    public void Id_OfEqualLiterals_IsEqualAndPinned()
    {
        var again = Valid with { LogQ = [46, 39, 39, 39] };
        Assert.Equal(Valid, again);
        Assert.Equal(Valid.GetHashCode(), again.GetHashCode());
        var id = CkksParameters.Create(again).Id;
        Assert.Equal(FheTestContext.Project.Parameters.Id, id);
        Assert.Equal("0b14e297b8d044e3d21182162c6c2caeff24276c1edb33f55664944e953ca718", id.ToString());
        byte[] bytes = new byte[ParametersId.SizeInBytes];
        id.CopyTo(bytes);
        Assert.Equal(id, ParametersId.FromBytes(bytes));
    }

    [Fact]
    public void CreateInsecure_NeedsSecurityNoneByHand()
    {
        var exception = Assert.Throws<FheParameterException>(() => InsecureCkksParameters.CreateInsecure(Valid));
        Assert.Equal(ParameterError.UnsupportedSecurityLevel, exception.Error);
        var parameters = InsecureCkksParameters.CreateInsecure(
            Valid with { LogQ = [46, 40, 40, 40, 40], RequiredSecurity = SecurityLevel.None });
        Assert.Equal(SecurityLevel.None, parameters.Security);
    }

    [Theory]
    [InlineData(12, 106)]
    [InlineData(13, 214)]
    [InlineData(14, 430)]
    [InlineData(15, 868)]
    [InlineData(16, 1747)]
    public void SecurityTable_MatchesTheGuidelines(int logN, int logQP) =>
        Assert.Equal(logQP, SecurityTable.GetMaxLogQP(logN, SecurityLevel.Classical128));

    [Fact]
    public void SecurityTable_OutsideItsRows_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SecurityTable.GetMaxLogQP(11, SecurityLevel.Classical128));
        Assert.Throws<ArgumentOutOfRangeException>(() => SecurityTable.GetMaxLogQP(13, SecurityLevel.None));
    }

    [Fact]
    public void Create_ExactlyAtTheBound_IsAccepted()
    {
        var parameters = CkksParameters.Create(FheTestContext.SmallLiteral);
        Assert.InRange(parameters.LogQP, 105.99, 106);
    }
}
