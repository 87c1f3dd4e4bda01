using BasedAI.Fhe.Ring.Tests.Edge;
using BasedAI.Fhe.Ring.Tests.Reference;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>
/// Chi-squared tests of every sampler: its distribution, and that a value tells nothing of the next. A right sampler fails one with probability 2e-6 over the choice of the seed; the
/// seeds are fixed.
/// </summary>
public sealed class SamplerStatisticsTests
{
    private const int Count = 1 << 21;

    [Fact]
    public void The_test_itself_knows_its_quantiles()
    {
        // Abramowitz and Stegun, table 26.8.
        Assert.Equal(0.05, ChiSquared.Exceeds(1, 3.841459), 1e-6);
        Assert.Equal(0.01, ChiSquared.Exceeds(10, 23.20925), 1e-6);
        Assert.Equal(0.995, ChiSquared.Exceeds(30, 13.7867), 1e-6);
        Assert.Equal(0.001, ChiSquared.Exceeds(100, 149.449), 1e-6);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ChiSquared.AssertFits([1_010_000, 990_000], [0.5, 0.5]));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ChiSquared.AssertFits([1_000_000, 1_000_000], [0.5, 0.5]));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Ternary(bool asDoubles)
    {
        using var prng = Prng(1);
        int[] bins;
        if (asDoubles)
        {
            var samples = new double[Count];
            TernarySampler.Sample(prng, samples);
            bins = [.. samples.Select(x => (int)x + 1)];
        }
        else
        {
            var samples = new sbyte[Count];
            TernarySampler.Sample(prng, samples);
            bins = [.. samples.Select(x => x + 1)];
        }
        double[] thirds = [1.0 / 3, 1.0 / 3, 1.0 / 3];
        ChiSquared.AssertFits(Tally(bins, 3), thirds);
        ChiSquared.AssertIndependentPairs(bins, thirds);
    }

    /// <summary>By the high bits, in bins of whole residues, and by the low bits.</summary>
    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Uniform(ulong q)
    {
        const int High = 1000, Low = 251, Few = 16;
        var ring = ResidueRing.Get(16, new Modulus(q));
        using var prng = Prng(q);
        var samples = new List<ulong>();
        var limb = new double[ring.N];
        while (samples.Count < Count)
        {
            UniformSampler.Sample(prng, ring, limb);
            samples.AddRange(limb.Select(x => (ulong)x));
        }
        ChiSquared.AssertFits(Tally(samples.Select(x => (int)((UInt128)x * High / q)), High), Shares(High));
        ChiSquared.AssertFits(
            Tally(samples.Select(x => (int)(x % Low)), Low), [.. Enumerable.Range(0, Low).Select(i => ((q / Low) + ((ulong)i < q % Low ? 1UL : 0)) / (double)q)]);
        ChiSquared.AssertIndependentPairs([.. samples.Select(x => (int)((UInt128)x * Few / q))], Shares(Few));

        // How many residues x have ⌊x·bins/q⌋ = i.
        double[] Shares(int bins) => [.. Enumerable.Range(0, bins).Select(i => (double)(First(i + 1, bins) - First(i, bins)) / q)];
        UInt128 First(int i, int bins) => (((UInt128)q * (uint)i) + (uint)bins - 1) / (uint)bins;
    }

    /// <summary>Against exp(−x²/2σ²) itself; both tails are one bin each.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Gaussian(bool asDoubles)
    {
        const int Tail = 13, Middle = 4;
        using var prng = Prng(3);
        int[] samples = new int[Count];
        if (asDoubles)
        {
            var doubles = new double[Count];
            DiscreteGaussianSampler.Sample(prng, doubles);
            samples = [.. doubles.Select(x => (int)x)];
        }
        else
        {
            DiscreteGaussianSampler.Sample(prng, samples);
        }
        ChiSquared.AssertFits(Tally(Clamped(Tail), (2 * Tail) + 1), Shares(Tail));
        ChiSquared.AssertIndependentPairs(Clamped(Middle), Shares(Middle));

        int[] Clamped(int bound) => [.. samples.Select(x => Math.Clamp(x, -bound, bound) + bound)];
        double[] Shares(int bound)
        {
            var shares = new double[(2 * bound) + 1];
            for (var x = -DiscreteGaussianSampler.Bound; x <= DiscreteGaussianSampler.Bound; x++)
                shares[Math.Clamp(x, -bound, bound) + bound] += Weight(x);
            var sum = shares.Sum();
            return [.. shares.Select(share => share / sum)];
        }
    }

    private static double Weight(int x) => Math.Exp(-x * x / (2 * DiscreteGaussianSampler.StandardDeviation * DiscreteGaussianSampler.StandardDeviation));

    private static long[] Tally(IEnumerable<int> bins, int count)
    {
        var counts = new long[count];
        foreach (var bin in bins)
            counts[bin]++;
        return counts;
    }

    private static SeededPrng Prng(ulong domain) => new([.. Enumerable.Range(50, 32).Select(i => (byte)i)], domain);
}
