namespace BasedAI.Fhe.Tests;

public class ScaleTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_NotAPositiveNumber_Throws(double value) => Assert.Throws<ArgumentOutOfRangeException>(() => new Scale(value));

    [Fact]
    public void Arithmetic_MultipliesAndDivides()
    {
        var scale = Scale.FromLog2(39);
        Assert.Equal(549755813888.0, scale.Value);
        Assert.Equal(39, scale.Log2);
        Assert.Equal(Scale.FromLog2(78), scale * scale);
        Assert.Equal(scale, scale * scale / scale);
        Assert.Equal("2^39.0000", scale.ToString());
    }

    [Fact]
    public void Matches_UpToTwoToMinusThirty()
    {
        var scale = Scale.FromLog2(40);
        Assert.True(scale.Matches(new Scale(scale.Value * (1 + (0.9 * Scale.MatchTolerance)))));
        Assert.False(scale.Matches(new Scale(scale.Value * (1 + (1.1 * Scale.MatchTolerance)))));
    }
}
