namespace BasedAI.Fhe.Ring.Tests.Reference;

/// <summary>Pearson's test. The probability that chi-squared exceeds x is Q(k/2, x/2), by the series or the continued fraction of the incomplete gamma function.</summary>
internal static class ChiSquared
{
    /// <summary>Chance that a sampler that is right fails one test, on each side: seeds are fixed, so it failed then or never.</summary>
    public const double FalseAlarm = 1e-6;

    /// <summary>Fails if counts are too far from what is expected, or too near.</summary>
    /// <param name="counts">Of each bin.</param>
    /// <param name="probabilities">Of each bin; they sum to 1, and each expects ten or more.</param>
    public static void AssertFits(ReadOnlySpan<long> counts, ReadOnlySpan<double> probabilities)
    {
        long total = 0;
        foreach (var count in counts)
            total += count;
        double sum = 0, statistic = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var expected = total * probabilities[i];
            Assert.True(expected >= 10, $"bin {i} expects {expected}");
            sum += probabilities[i];
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        Assert.Equal(1, sum, 1e-9);
        var p = Exceeds(counts.Length - 1, statistic);
        Assert.True(p is > FalseAlarm and < 1 - FalseAlarm, $"chi-squared {statistic:F1} with {counts.Length - 1} degrees of freedom: p = {p:E2}");
    }

    /// <summary>Fails if the next value depends on the one before: pairs that do not overlap, against the product of the probabilities.</summary>
    public static void AssertIndependentPairs(IReadOnlyList<int> bins, ReadOnlySpan<double> probabilities)
    {
        var n = probabilities.Length;
        var counts = new long[n * n];
        var products = new double[n * n];
        for (var i = 0; i + 1 < bins.Count; i += 2)
            counts[(bins[i] * n) + bins[i + 1]]++;
        for (var i = 0; i < n * n; i++)
            products[i] = probabilities[i / n] * probabilities[i % n];
        AssertFits(counts, products);
    }

    /// <summary>Pr[chi-squared with these degrees of freedom > x].</summary>
    public static double Exceeds(int degrees, double x)
    {
        double a = degrees / 2.0, z = x / 2;
        if (z <= 0)
            return 1;
        var scale = Math.Exp((a * Math.Log(z)) - z - LogGamma(a));
        if (z < a + 1)
        {
            double term = 1 / a, sum = term;
            for (var n = 1; term > sum * 1e-16; n++)
                sum += term *= z / (a + n);
            return 1 - (scale * sum);
        }
        // Lentz's method.
        double b = z + 1 - a, c = 1e300, d = 1 / b, h = d;
        for (var i = 1; i < 10_000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / ((an * d) + b);
            c = b + (an / c);
            h *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
                break;
        }
        return scale * h;
    }

    // Stirling's series above 10, and the recurrence below it.
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 10; x++)
            shift -= Math.Log(x);
        var inverse = 1 / (x * x);
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + ((1.0 / 12) - (inverse * ((1.0 / 360) - (inverse / 1260)))) / x;
    }
}
