using System.Numerics;

namespace BasedAI.Fhe.Tests;

public class PrecisionReportTests
{
    [Fact]
    public void Compare_KnownErrors_HasKnownBits()
    {
        var report = PrecisionReport.Compare([1.0, 2.0, 3.0, 4.0], [1.25, 2.0, 3.0 - Math.ScaleB(1, -10), 4.0 + Math.ScaleB(1, -10)]);
        Assert.Equal(4, report.Count);
        Assert.Equal(2, report.Real.MinimumBits);
        Assert.Equal((2 + PrecisionStatistics.MaxBits + 10 + 10) / 4.0, report.Real.MeanBits);
        Assert.Equal(0.25, report.Real.MaximumError);
        Assert.Equal(1, report.Real.Histogram[2]);
        Assert.Equal(2, report.Real.Histogram[10]);
        Assert.Equal(1, report.Real.Histogram[PrecisionStatistics.MaxBits]);
        Assert.Null(report.Imaginary);
        Assert.Contains("min bits", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_Complex_KeepsPartsApart()
    {
        var report = PrecisionReport.Compare([new Complex(1, 1)], [new Complex(1.5, 1.125)]);
        Assert.Equal(1, report.Real.MinimumBits);
        Assert.Equal(3, report.Imaginary!.MinimumBits);
        string[] lines = report.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "precision of 1 values       min bits   mean bits   max error   rms error",
                "  real                          1.00        1.00   5.00E-001   5.00E-001",
                "  imaginary                     3.00        3.00   1.25E-001   1.25E-001",
                "  bits                real  imaginary",
                "  1 to 2                 1          0  ########################",
                "  3 to 4                 0          1  ########################",
            ],
            lines);
    }

    [Fact]
    public void Compare_NotANumberOrHuge_IsNoPrecision()
    {
        var report = PrecisionReport.Compare([0.0, 0.0], [double.NaN, 1e30]);
        Assert.Equal(double.NegativeInfinity, report.Real.MinimumBits);
        Assert.Equal(2, report.Real.Histogram[0]);
    }

    [Fact]
    public void Compare_DifferentLengths_Throws()
    {
        Assert.Throws<ArgumentException>(() => PrecisionReport.Compare([1.0], [1.0, 2.0]));
        Assert.Throws<ArgumentException>(() => PrecisionReport.Compare(Array.Empty<double>(), Array.Empty<double>()));
    }
}
