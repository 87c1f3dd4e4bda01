using System.Numerics;
using BasedAI.Fhe.Ring.Embedding;

namespace BasedAI.Fhe;

/// <content>Vectors that repeat: polynomials in a power of X.</content>
public sealed partial class CkksEncoder
{
    /// <summary>
    /// The N integer coefficients of a vector that repeats with a period of n slots. Only every N/(2n)-th is not zero: the vector lives in a subring, and in
    /// NTT form its polynomial is the same number in N/(2n) neighbouring places. Coefficient j·N/(2n) is that of the n slots encoded at degree 2n.
    /// </summary>
    /// <param name="period">n values, n a power of two up to N/2.</param>
    /// <param name="scale">Factor before rounding.</param>
    /// <exception cref="FheOperandException">Another count, a value that is not finite, or a coefficient that reaches 2^52.</exception>
    public long[] EncodePeriodicToIntegers(ReadOnlySpan<Complex> period, Scale scale)
    {
        int n = period.Length;
        if (n == 0 || n > _parameters.MaxSlots || !BitOperations.IsPow2(n))
            throw new FheOperandException($"EncodePeriodicToIntegers: {n} values; a period is a power of two up to {_parameters.MaxSlots}.");

        double[] slots = new double[2 * n], coefficients = new double[2 * n];
        for (int i = 0; i < n; i++)
        {
            if (!Complex.IsFinite(period[i])) throw NotFinite(i, period[i]);
            (slots[i], slots[n + i]) = (period[i].Real, period[i].Imaginary);
        }

        CanonicalEmbedding.Get(BitOperations.Log2((uint)n)).InverseTimesN(slots, coefficients);
        double factor = scale.Value / n, max = 0;
        foreach (ref double coefficient in coefficients.AsSpan())
        {
            coefficient = Math.Round(coefficient * factor, MidpointRounding.ToEven);
            max = Math.Max(max, Math.Abs(coefficient));
        }

        if (!(max < IntegerLifter.DirectBound))
        {
            throw new FheOperandException(
                $"EncodePeriodicToIntegers: the largest coefficient is 2^{Math.Log2(max):F1} and must stay below 2^52; use a scale below {scale}.");
        }

        long[] integers = new long[_parameters.N];
        int gap = _parameters.N / (2 * n);
        for (int i = 0; i < coefficients.Length; i++) integers[i * gap] = (long)coefficients[i];

        return integers;
    }
}
