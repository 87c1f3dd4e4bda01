using System.Numerics;

namespace BasedAI.Fhe.Tests;

public class SpecialFftTests
{
    /// <summary>Slot j is m(ζ^(5^j)): the definition, evaluated term by term.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    public void Forward_IsEvaluationAtThePowersOfFive(int logSlots)
    {
        int slots = 1 << logSlots, n = 2 * slots;
        var random = new Random(logSlots);
        double[] m = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)];
        double[] re = m[..slots], im = m[slots..];
        SpecialFft.Get(logSlots).Forward(re, im);

        int power = 1;
        for (int j = 0; j < slots; j++, power = power * 5 % (2 * n))
        {
            Complex expected = 0;
            for (int k = 0; k < n; k++) expected += m[k] * Root((long)power * k % (2 * n), 2 * n);
            Assert.Equal(expected.Real, re[j], 1e-11);
            Assert.Equal(expected.Imaginary, im[j], 1e-11);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(15)]
    public void InverseTimesN_UndoesForward(int logSlots)
    {
        int slots = 1 << logSlots;
        var random = new Random(logSlots);
        double[] re = [.. Enumerable.Range(0, slots).Select(_ => random.NextDouble() - 0.5)];
        double[] im = [.. Enumerable.Range(0, slots).Select(_ => random.NextDouble() - 0.5)];
        double[] re0 = [.. re], im0 = [.. im];
        var fft = SpecialFft.Get(logSlots);
        fft.Forward(re, im);
        fft.InverseTimesN(re, im);
        for (int i = 0; i < slots; i++)
        {
            Assert.Equal(re0[i], re[i] / slots, 1e-14);
            Assert.Equal(im0[i], im[i] / slots, 1e-14);
        }
    }

    private static Complex Root(long numerator, int order)
    {
        var (sin, cos) = double.SinCosPi(2.0 * numerator / order);
        return new Complex(cos, sin);
    }
}
