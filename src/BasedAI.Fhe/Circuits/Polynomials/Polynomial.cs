using System.Collections.Immutable;

namespace BasedAI.Fhe;

/// <summary>A real polynomial, by coefficients in a basis. Immutable.</summary>
public sealed class Polynomial
{
    /// <summary>Coefficients below this part of the largest count as zero: a rounding error of the interpolation, not a coefficient.</summary>
    public const double NearZero = 1e-14;

    private Polynomial(PolynomialBasis basis, ReadOnlySpan<double> coefficients, double a, double b)
    {
        double largest = 0;
        foreach (double c in coefficients)
        {
            if (!double.IsFinite(c)) throw new ArgumentException($"A coefficient is {c}.", nameof(coefficients));
            largest = Math.Max(largest, Math.Abs(c));
        }

        int length = coefficients.Length;
        while (length > 0 && Math.Abs(coefficients[length - 1]) <= NearZero * largest) length--;
        if (length < 2) throw new ArgumentException("A polynomial has degree 1 at least; a constant needs no circuit.", nameof(coefficients));
        if (!(a < b) || !double.IsFinite(b - a)) throw new ArgumentException($"[{a}, {b}] is not an interval.", nameof(a));

        var cleaned = ImmutableArray.CreateBuilder<double>(length);
        foreach (double c in coefficients[..length]) cleaned.Add(Math.Abs(c) <= NearZero * largest ? 0 : c);
        Basis = basis;
        Coefficients = cleaned.MoveToImmutable();
        (A, B) = (a, b);
        IsOdd = !Coefficients.Where((c, i) => c != 0 && i % 2 == 0).Any();
        IsEven = !Coefficients.Where((c, i) => c != 0 && i % 2 == 1).Any();
    }

    /// <summary>The basis.</summary>
    public PolynomialBasis Basis { get; }

    /// <summary>c_0 … c_d, c_d not zero.</summary>
    public ImmutableArray<double> Coefficients { get; }

    /// <summary>d.</summary>
    public int Degree => Coefficients.Length - 1;

    /// <summary>Lower end of the interval; −1 in the power basis.</summary>
    public double A { get; }

    /// <summary>Upper end of the interval; 1 in the power basis.</summary>
    public double B { get; }

    /// <summary>Whether only odd coefficients are not zero.</summary>
    public bool IsOdd { get; }

    /// <summary>Whether only even coefficients are not zero.</summary>
    public bool IsEven { get; }

    /// <summary>Whether the variable has to be mapped to [−1, 1] first.</summary>
    public bool HasAffineStep => A != -1 || B != 1;

    /// <summary>Levels an evaluation takes: ⌈log2(d + 1)⌉, and one more for the mapping of an interval.</summary>
    public int Depth => (int)Math.Ceiling(Math.Log2(Degree + 1)) + (HasAffineStep ? 1 : 0);

    /// <summary>c_0 + c_1·x + c_2·x² + ….</summary>
    /// <exception cref="ArgumentException">A coefficient is not finite, or the degree is 0.</exception>
    public static Polynomial FromPowers(params ReadOnlySpan<double> coefficients) => new(PolynomialBasis.Power, coefficients, -1, 1);

    /// <summary>c_0·T_0 + c_1·T_1 + … on an interval.</summary>
    /// <exception cref="ArgumentException">A coefficient is not finite, the degree is 0, or no interval.</exception>
    public static Polynomial FromChebyshev(ReadOnlySpan<double> coefficients, double a = -1, double b = 1) => new(PolynomialBasis.Chebyshev, coefficients, a, b);

    /// <summary>The interpolation of a function at the Chebyshev nodes of an interval: near the best approximation of its degree.</summary>
    /// <param name="function">Finite on the interval.</param>
    /// <param name="a">Lower end.</param>
    /// <param name="b">Upper end.</param>
    /// <param name="degree">At least 1; the result has less if the last coefficients vanish.</param>
    public static Polynomial Interpolate(Func<double, double> function, double a, double b, int degree)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        int count = degree + 1;
        double[] values = [.. Enumerable.Range(0, count).Select(k => function((a + b + ((b - a) * double.CosPi((k + 0.5) / count))) / 2))];
        double[] coefficients = [.. Enumerable.Range(0, count).Select(j =>
            (j == 0 ? 1.0 : 2.0) / count * values.Select((value, k) => value * double.CosPi(j * (k + 0.5) / count)).Sum())];
        return FromChebyshev(coefficients, a, b);
    }

    /// <summary>The value in the clear: Horner, or Clenshaw.</summary>
    public double Evaluate(double x)
    {
        double result = 0;
        if (Basis == PolynomialBasis.Power)
        {
            for (int i = Degree; i >= 0; i--) result = (result * x) + Coefficients[i];
            return result;
        }

        double u = ((2 * x) - A - B) / (B - A), next = 0;
        for (int i = Degree; i > 0; i--) (result, next) = ((2 * u * result) - next + Coefficients[i], result);
        return (u * result) - next + Coefficients[0];
    }

    /// <summary>p = quotient·(power n of the basis) + remainder, n ≤ degree &lt; 2n; coefficients only.</summary>
    internal static (double[] Quotient, double[] Remainder) Divide(PolynomialBasis basis, ReadOnlySpan<double> p, int n)
    {
        double[] quotient = p[n..].ToArray(), remainder = p[..n].ToArray();
        if (basis == PolynomialBasis.Chebyshev)
        {
            // T_(n+i) = 2·T_n·T_i − T_(n−i)
            for (int i = 1; i < quotient.Length; i++)
            {
                remainder[n - i] -= quotient[i];
                quotient[i] *= 2;
            }
        }

        return (quotient, remainder);
    }
}
