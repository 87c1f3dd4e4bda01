using System.Collections.Immutable;

namespace BasedAI.Fhe;

/// <summary>How well real numbers agree, in bits: -log2 of the absolute error, an exact match counting as <see cref="MaxBits"/>.</summary>
/// <param name="MinimumBits">Worst value.</param>
/// <param name="MeanBits">Mean of the bits of each value.</param>
/// <param name="MaximumError">Largest absolute error.</param>
/// <param name="ErrorStandardDeviation">Root mean square of the error.</param>
/// <param name="Histogram">Count of values with b to b + 1 bits at index b, 0 and less at index 0.</param>
public sealed record PrecisionStatistics(
    double MinimumBits, double MeanBits, double MaximumError, double ErrorStandardDeviation, ImmutableArray<int> Histogram)
{
    /// <summary>Bits counted for an exact match.</summary>
    public const int MaxBits = 60;

    internal static PrecisionStatistics FromErrors(ReadOnlySpan<double> errors)
    {
        int[] histogram = new int[MaxBits + 1];
        double minimum = MaxBits, sum = 0, maximum = 0, squares = 0;
        foreach (double error in errors)
        {
            double magnitude = double.IsNaN(error) ? double.PositiveInfinity : Math.Abs(error);
            double bits = Math.Min(MaxBits, -Math.Log2(magnitude));
            histogram[(int)Math.Clamp(bits, 0, MaxBits)]++;
            minimum = Math.Min(minimum, bits);
            maximum = Math.Max(maximum, magnitude);
            sum += bits;
            squares += magnitude * magnitude;
        }

        return new(minimum, sum / errors.Length, maximum, Math.Sqrt(squares / errors.Length), [.. histogram]);
    }
}
