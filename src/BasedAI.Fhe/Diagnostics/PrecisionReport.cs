using System.Globalization;
using System.Numerics;
using System.Text;

namespace BasedAI.Fhe;

/// <summary>Precision of an approximate result in bits, real and imaginary parts apart.</summary>
public sealed class PrecisionReport
{
    private PrecisionReport(int count, PrecisionStatistics real, PrecisionStatistics? imaginary)
    {
        Count = count;
        Real = real;
        Imaginary = imaginary;
    }

    /// <summary>Values compared.</summary>
    public int Count { get; }

    /// <summary>Statistics of the real parts.</summary>
    public PrecisionStatistics Real { get; }

    /// <summary>Statistics of the imaginary parts; null if real vectors were compared.</summary>
    public PrecisionStatistics? Imaginary { get; }

    /// <summary>Compares real vectors of one length.</summary>
    /// <exception cref="ArgumentException">Lengths differ or are zero.</exception>
    public static PrecisionReport Compare(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        CheckLengths(expected.Length, actual.Length);
        double[] errors = new double[expected.Length];
        for (int i = 0; i < errors.Length; i++) errors[i] = actual[i] - expected[i];
        return new(errors.Length, PrecisionStatistics.FromErrors(errors), null);
    }

    /// <summary>Compares complex vectors of one length.</summary>
    /// <exception cref="ArgumentException">Lengths differ or are zero.</exception>
    public static PrecisionReport Compare(ReadOnlySpan<Complex> expected, ReadOnlySpan<Complex> actual)
    {
        CheckLengths(expected.Length, actual.Length);
        double[] real = new double[expected.Length], imaginary = new double[expected.Length];
        for (int i = 0; i < real.Length; i++)
        {
            real[i] = actual[i].Real - expected[i].Real;
            imaginary[i] = actual[i].Imaginary - expected[i].Imaginary;
        }

        return new(real.Length, PrecisionStatistics.FromErrors(real), PrecisionStatistics.FromErrors(imaginary));
    }

    /// <summary>A table of bits, then the histogram of the real parts.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"precision of {Count} values   min bits   mean bits   max error   rms error");
        Append(text, "real", Real);
        if (Imaginary is not null) Append(text, "imaginary", Imaginary);
        for (int bits = 0; bits < Real.Histogram.Length; bits++)
        {
            if (Real.Histogram[bits] > 0) text.AppendLine(CultureInfo.InvariantCulture, $"  {bits,2} bits  {Real.Histogram[bits],6}");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, PrecisionStatistics part) =>
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  {name,-24}{part.MinimumBits,8:F2}{part.MeanBits,12:F2}{part.MaximumError,12:E2}{part.ErrorStandardDeviation,12:E2}");

    private static void CheckLengths(int expected, int actual)
    {
        if (expected == 0 || expected != actual) throw new ArgumentException($"Expected {expected} values, actual {actual}; give equal, non-zero counts.");
    }
}
