namespace BasedAI.Fhe.Seal.Tests;

public class SealContextTests
{
    private static readonly ulong[] Primes = [1125899906629633, 1099510890497, 1099511480321, 1125899906826241];

    [Fact]
    public void CreateCoeffModulus_GivesThePrimesOfSeal() =>
        Assert.Equal(Primes, SealEncryptionParameters.CreateCoeffModulus(8192, [50, 40, 40, 50]));

    [Theory]
    [InlineData(8191, new[] { 40 })]
    [InlineData(131072, new[] { 40 })]
    [InlineData(8192, new int[0])]
    [InlineData(8192, new[] { 1 })]
    [InlineData(8192, new[] { 61 })]
    [InlineData(8192, new[] { 14 })]
    public void CreateCoeffModulus_OfImpossibleWishes_IsRefused(int n, int[] bits) =>
        Assert.Throws<ArgumentException>(() => SealEncryptionParameters.CreateCoeffModulus(n, bits));

    // Of Microsoft SEAL 4.1, one prime to four.
    [Theory]
    [InlineData(3, "c0bea8fab0ccf61f460d91ac74ad178ff075a4f20117851adae6cf035d375850")]
    [InlineData(2, "315dd07dfed5655856f3ec27f2e9b9e9c66f3ae033ab8c5cbfe0879422ca9c8b")]
    [InlineData(1, "a6dc29cc9eba7b02f2aa0785324f4e3f737cab08147ab45000adb614bc3d18f9")]
    [InlineData(0, "5085e128142aabb60d9a87351b98f0c5dcf518b4901604044074f711e285f1f5")]
    public void ParmsId_OfEachLevel_IsThatOfSeal(int level, string expected)
    {
        var context = SealTestContext.Medium.Context;
        Assert.Equal(expected, context.GetParmsId(level).ToString());
        Assert.True(context.TryGetLevel(context.GetParmsId(level), out int found));
        Assert.Equal(level, found);
    }

    [Fact]
    public void Chain_HasTheLevelsOfSeal()
    {
        var context = SealTestContext.Medium.Context;
        Assert.Equal((3, 2, 3, 4, true), (context.KeyLevel, context.MaxLevel, context.DataPrimeCount, context.PrimeCount, context.SupportsKeySwitching));
        Assert.Equal(context.GetParmsId(3), context.KeyParmsId);
        Assert.False(context.TryGetLevel(default, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.GetParmsId(4));
        var single = SealTestContext.CreateToy(64, 40);
        Assert.Equal((0, 0, false), (single.KeyLevel, single.MaxLevel, single.SupportsKeySwitching));
    }

    public static TheoryData<ParameterError, int, ulong[]> WrongParameters => new()
    {
        { ParameterError.RingDegreeOutOfRange, 8191, Primes },
        { ParameterError.RingDegreeOutOfRange, 16, Primes },
        { ParameterError.RingDegreeOutOfRange, 131072, Primes },
        { ParameterError.NoCiphertextPrimes, 8192, [] },
        { ParameterError.TooManyPrimes, 8192, [.. Enumerable.Repeat(Primes[0], 65)] },
        { ParameterError.ModulusOutOfRange, 8192, [1UL << 30] },
        { ParameterError.ModulusOutOfRange, 8192, [1125899907219457] },
        { ParameterError.ModulusNotPrime, 8192, [Primes[0] - 16384] },
        { ParameterError.ModulusNotCongruentToOne, 16384, [Primes[1]] },
        { ParameterError.DuplicateModulus, 8192, [Primes[0], Primes[0]] },
        { ParameterError.BelowRequiredSecurity, 8192, [.. SealEncryptionParameters.CreateCoeffModulus(8192, [50, 50, 50, 50, 50])] },
        { ParameterError.BelowRequiredSecurity, 512, [.. SealEncryptionParameters.CreateCoeffModulus(512, [31])] },
    };

    [Theory]
    [MemberData(nameof(WrongParameters))]
    public void Create_WrongParameters_NamesTheError(ParameterError expected, int n, ulong[] primes)
    {
        var parameters = new SealEncryptionParameters(n, [.. primes]);
        Assert.Equal(expected, Assert.Throws<FheParameterException>(() => SealContext.Create(parameters)).Error);
        Assert.False(SealContext.TryCreate(parameters, out var context, out var error));
        Assert.Null(context);
        Assert.Equal(expected, error);
        if (expected == ParameterError.BelowRequiredSecurity) Assert.Equal(n, InsecureSealContext.CreateInsecure(parameters).N);
        else Assert.Equal(expected, Assert.Throws<FheParameterException>(() => InsecureSealContext.CreateInsecure(parameters)).Error);
    }

    [Theory]
    [InlineData(1024, 27)]
    [InlineData(2048, 54)]
    [InlineData(4096, 109)]
    [InlineData(8192, 218)]
    [InlineData(16384, 438)]
    [InlineData(32768, 881)]
    [InlineData(65536, 0)]
    public void SecurityBound_IsThatOfSeal(int n, int bits) => Assert.Equal(bits, SealSecurityTable.GetMaxBits(n));

    [Fact]
    public void RotationElements_ArePowersOfThree()
    {
        var context = SealTestContext.Medium.Context;
        Assert.Equal(3u, context.GetRotationElement(1).Value);
        Assert.Equal(27u, context.GetRotationElement(3).Value);
        Assert.Equal(1u, (context.GetRotationElement(-1).Value * 3) % 16384);
        Assert.Equal(16383u, context.ConjugationElement.Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.GetRotationElement(4096));
        Assert.Throws<ArgumentOutOfRangeException>(() => context.GetRotationElement(int.MinValue));
    }
}
