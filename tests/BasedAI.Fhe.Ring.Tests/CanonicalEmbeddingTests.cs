using System.Numerics;
using BasedAI.Fhe.Ring.Embedding;

namespace BasedAI.Fhe.Ring.Tests;

public sealed class CanonicalEmbeddingTests
{
    /// <summary>Slot j is m(ζ^(5^j)): the definition, evaluated term by term.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Forward_IsEvaluationAtThePowersOfFive(int logSlots)
    {
        int slots = 1 << logSlots, n = 2 * slots;
        var random = new Random(logSlots);
        double[] m = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)];
        double[] result = new double[n];
        CanonicalEmbedding.Get(logSlots).Forward([.. m], result);
        double[] re = result[..slots], im = result[slots..];

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
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(15)]
    public void InverseTimesN_UndoesForward(int logSlots)
    {
        int slots = 1 << logSlots;
        var random = new Random(logSlots);
        double[] m = [.. Enumerable.Range(0, 2 * slots).Select(_ => random.NextDouble() - 0.5)];
        double[] embedded = new double[2 * slots], back = new double[2 * slots];
        var embedding = CanonicalEmbedding.Get(logSlots);
        embedding.Forward([.. m], embedded);
        embedding.InverseTimesN(embedded, back);
        for (int i = 0; i < 2 * slots; i++) Assert.Equal(m[i], back[i] / slots, 1e-14);
    }

    /// <summary>Not close: the same bits, because an operand encoded on one machine is compared with one encoded on another.</summary>
    [Theory]
    [InlineData(6)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(14)]
    public void Every_width_gives_the_same_bits(int logSlots)
    {
        var random = new Random(logSlots);
        double[] m = [.. Enumerable.Range(0, 2 << logSlots).Select(_ => random.NextDouble() - 0.5)];
        var results = Enum.GetValues<SimdWidth>().Where(SimdSelection.IsSupported).Select(width =>
        {
            var embedding = new CanonicalEmbedding(logSlots, Kernels.ResidueKernels.For(width));
            double[] forward = new double[m.Length], inverse = new double[m.Length];
            embedding.Forward([.. m], forward);
            embedding.InverseTimesN([.. m], inverse);
            return (forward, inverse);
        }).ToArray();
        foreach (var (forward, inverse) in results)
        {
            Assert.Equal(results[0].forward, forward);
            Assert.Equal(results[0].inverse, inverse);
        }
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var embedding = CanonicalEmbedding.Get(6);
        double[] room = new double[256];
        Assert.Throws<ArgumentException>(() => embedding.Forward(room.AsSpan(0, 128), room.AsSpan(128, 127)));
        Assert.Throws<ArgumentException>(() => embedding.InverseTimesN(room.AsSpan(0, 128), room.AsSpan(64, 128)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanonicalEmbedding.Get(17));
    }

    private static Complex Root(long numerator, int order)
    {
        var (sin, cos) = double.SinCosPi(2.0 * numerator / order);
        return new Complex(cos, sin);
    }
}
