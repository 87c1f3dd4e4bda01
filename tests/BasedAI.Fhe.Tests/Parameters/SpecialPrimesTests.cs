namespace BasedAI.Fhe.Tests;

public sealed class SpecialPrimesTests
{
    [Theory]
    [InlineData(13, "50 40 40", "50")]
    [InlineData(13, "46 39 39 39", "46")]
    [InlineData(14, "50 40 40 40 40 40 40", "44 43 43")]
    [InlineData(15, "50 40 40 40 40 40 40 40 40 40 40 40 40 40 40", "42 42 42 42 42")]
    [InlineData(15, "50 50 50 50 50 50 50 50 50 50 50 50 50 50 50", "50 50")]
    public void The_choice_covers_a_digit_and_is_secure(int logN, string logQ, string logP)
    {
        var wish = new CkksParametersLiteral { LogN = logN, LogQ = [.. logQ.Split(' ').Select(int.Parse)], LogP = [], LogDefaultScale = 35 };
        var literal = SpecialPrimes.Choose(wish);
        var parameters = CkksParameters.Create(literal);
        Assert.True(parameters.LogQP <= SecurityTable.GetMaxLogQP(logN, SecurityLevel.Classical128));
        Assert.Equal(logP, string.Join(' ', literal.LogP));
    }

    [Fact]
    public void No_room_is_an_error_that_says_so()
    {
        var full = new CkksParametersLiteral { LogN = 13, LogQ = [50, 50, 50, 50], LogP = [], LogDefaultScale = 40 };
        Assert.Equal(ParameterError.BelowRequiredSecurity, Assert.Throws<FheParameterException>(() => SpecialPrimes.Choose(full)).Error);
        var empty = full with { LogQ = [] };
        Assert.Equal(ParameterError.NoCiphertextPrimes, Assert.Throws<FheParameterException>(() => SpecialPrimes.Choose(empty)).Error);
    }
}
