using System.Numerics;

namespace BasedAI.Fhe.Tests;

/// <summary>Precision claims, in bits of the worst slot.</summary>
internal static class PrecisionAssert
{
    public static void AtLeast(double minimumBits, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        var report = PrecisionReport.Compare(expected, actual);
        Assert.True(report.Real.MinimumBits >= minimumBits, $"{report.Real.MinimumBits:F2} bits, wanted {minimumBits}\n{report}");
    }

    public static void AtLeast(double minimumBits, ReadOnlySpan<Complex> expected, ReadOnlySpan<Complex> actual)
    {
        var report = PrecisionReport.Compare(expected, actual);
        double worst = Math.Min(report.Real.MinimumBits, report.Imaginary!.MinimumBits);
        Assert.True(worst >= minimumBits, $"{worst:F2} bits, wanted {minimumBits}\n{report}");
    }
}
