using BasedAI.Fhe.Ring.Kernels;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>The suite is run once for each width: this is where a run that ignores its variable fails.</summary>
public sealed class SimdSelectionTests
{
    [Fact]
    public void This_run_uses_the_width_the_environment_asks_for()
    {
        var asked = Environment.GetEnvironmentVariable("BASEDAI_SIMD");
        var expected = asked switch
        {
            null or "" => new[] { SimdWidth.Vector512, SimdWidth.Vector256, SimdWidth.Vector128, SimdWidth.Scalar }.First(SimdSelection.IsSupported),
            "512" => SimdWidth.Vector512,
            "256" => SimdWidth.Vector256,
            "128" => SimdWidth.Vector128,
            "scalar" => SimdWidth.Scalar,
            _ => throw new InvalidOperationException($"BASEDAI_SIMD is '{asked}'"),
        };
        Assert.Equal(expected, SimdSelection.Active);
        Assert.Equal(ResidueKernels.For(expected).GetType(), ResidueRing.Get(12, Edge.Residues.Moduli[0]).Kernels.GetType());
    }

    [Theory]
    [InlineData(null, SimdWidth.Vector256, SimdWidth.Vector256)]
    [InlineData("", SimdWidth.Vector512, SimdWidth.Vector512)]
    [InlineData("128", SimdWidth.Vector512, SimdWidth.Vector128)]
    [InlineData("256", SimdWidth.Vector512, SimdWidth.Vector256)]
    [InlineData("scalar", SimdWidth.Vector512, SimdWidth.Scalar)]
    [InlineData("SCALAR", SimdWidth.Scalar, SimdWidth.Scalar)]
    [InlineData(null, SimdWidth.Scalar, SimdWidth.Scalar)]
    public void The_variable_lowers_the_width(string? requested, SimdWidth best, SimdWidth expected)
        => Assert.Equal(expected, SimdSelection.Select(requested, width => width <= best));

    [Theory]
    [InlineData("512", SimdWidth.Vector256, "Lower the variable")]
    [InlineData("1024", SimdWidth.Vector512, "512, 256, 128 or scalar")]
    public void A_width_the_machine_has_not_is_refused_with_the_remedy(string requested, SimdWidth best, string remedy)
    {
        var error = Assert.Throws<PlatformNotSupportedException>(() => SimdSelection.Select(requested, width => width <= best));
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }
}
