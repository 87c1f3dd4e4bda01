using System.Globalization;
using System.Numerics;
using System.Text;

namespace BasedAI.Fhe;

/// <summary>Precision of an approximate result in bits, real and imaginary parts apart.</summary>
public sealed class PrecisionReport
{
    private const int BarWidth = 24;

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

    /// <summary>A table of bits, then the histogram: values by bits, real and imaginary parts apart.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{$"precision of {Count} values",-26}{"min bits",10}{"mean bits",12}{"max error",12}{"rms error",12}");
        Append(text, "real", Real);
        if (Imaginary is not null) Append(text, "imaginary", Imaginary);
        text.AppendLine(CultureInfo.InvariantCulture, $"{"  bits",-16}{"real",10}{(Imaginary is null ? "" : "imaginary"),11}");
        int most = Math.Max(Real.Histogram.Max(), Imaginary?.Histogram.Max() ?? 0);
        for (int bits = 0; bits < Real.Histogram.Length; bits++)
        {
            int real = Real.Histogram[bits], imaginary = Imaginary?.Histogram[bits] ?? 0;
            if (real + imaginary == 0) continue;
            string label = bits == 0 ? "below 1" : bits == PrecisionStatistics.MaxBits ? $"{bits} and more" : $"{bits} to {bits + 1}";
            text.Append(CultureInfo.InvariantCulture, $"  {label,-14}{real,10}{(Imaginary is null ? "" : imaginary.ToString(CultureInfo.InvariantCulture)),11}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {new string('#', (int)Math.Ceiling(BarWidth * (double)Math.Max(real, imaginary) / most))}");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, PrecisionStatistics part) =>
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  {name,-24}{part.MinimumBits,10:F2}{part.MeanBits,12:F2}{part.MaximumError,12:E2}{part.ErrorStandardDeviation,12:E2}");

    private static void CheckLengths(int expected, int actual)
    {
        if (expected == 0 || expected != actual) throw new ArgumentException($"Expected {expected} values, actual {actual}; give equal, non-zero counts.");
    }
}
