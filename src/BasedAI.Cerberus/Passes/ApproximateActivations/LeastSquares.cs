using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>Fits polynomials without a constant, so that zero stays zero.</summary>
internal static class LeastSquares
{
    private const int Points = 512;

    /// <summary>Coefficients, constant (zero) first, that are closest to a function at Chebyshev points of [−range, range].</summary>
    public static ImmutableArray<double> Fit(Func<double, double> function, double range, int degree)
    {
        double[] points = [.. Enumerable.Range(0, Points).Select(static i => Math.Cos(Math.PI * (i + 0.5) / Points))];
        double Basis(int power, double point) => Math.Pow(point, power + 1);
        var normal = DenseMatrix.Create(degree, degree, (i, j) => points.Sum(point => Basis(i, point) * Basis(j, point)));
        double[] right = [.. Enumerable.Range(0, degree).Select(i => points.Sum(point => Basis(i, point) * function(range * point)))];
        double[] solution = LinearSystem.TrySolve(normal, right) ?? throw new InvalidOperationException($"A fit of degree {degree} has no solution.");
        return [0, .. solution.Select((value, i) => value / Math.Pow(range, i + 1))];
    }
}
