namespace BasedAI.Fhe;

/// <summary>One evaluation under way: the powers made so far, and what they are like. See <see cref="PolynomialEvaluator"/>.</summary>
internal sealed class PolynomialRun<T>(ICkksAlgebra<T> algebra, CkksParameters parameters, Polynomial polynomial, int logBabySteps)
{
    private readonly SortedDictionary<int, Term> _powers = [];
    private readonly LevelAlgebra _levels = new(parameters);

    private bool IsChebyshev => polynomial.Basis == PolynomialBasis.Chebyshev;

    public T Evaluate(T operand, int level, Scale scale, int outputLevel, Scale outputScale)
    {
        var x = new Term(operand, _levels.Input(level, scale), IsOwned: false);
        _powers.Add(1, polynomial.HasAffineStep ? MapInterval(x) : x);
        T result = Finish(Sum([.. polynomial.Coefficients], outputLevel, outputScale)).Value;
        foreach (var power in _powers.Values) Release(power);
        return result;
    }

    /// <summary>(2x − a − b)/(b − a), at the scale of x.</summary>
    private Term MapInterval(Term x)
    {
        int level = x.Shape.Level;
        double width = polynomial.B - polynomial.A;
        Term scaled = Rescale(Times(x, 2 / width, level, new Scale(x.Shape.Scale.Value * Prime(level))));
        return Plus(scaled, -(polynomial.A + polynomial.B) / width);
    }

    /// <summary>
    /// The terms of a polynomial at one level above <paramref name="level"/> and at scale·prime, not yet relinearised or rescaled; and the constant that is left to
    /// add afterwards. No term if the polynomial is a constant.
    /// </summary>
    private (Term? Term, double Constant, int Level) Sum(double[] coefficients, int level, Scale scale)
    {
        int degree = Array.FindLastIndex(coefficients, c => c != 0);
        if (degree <= 0) return (null, degree < 0 ? 0 : coefficients[0], level);

        var target = new Scale(scale.Value * Prime(level + 1));
        Term? sum = null;
        if (degree < 1 << logBabySteps || degree == 1)
        {
            if (Enumerable.Range(1, degree).All(i => coefficients[i] == 0 || NaturalLevel(i) > level))
            {
                for (int i = 1; i <= degree; i++)
                {
                    if (coefficients[i] != 0) sum = Plus(sum, Times(Power(i), coefficients[i], level + 1, target));
                }

                return (sum, coefficients[0], level);
            }
        }

        int n = 1 << (int)Math.Log2(degree);
        var (quotient, remainder) = Polynomial.Divide(polynomial.Basis, coefficients.AsSpan(0, degree + 1), n);
        Term power = Power(n);
        var upper = Sum(quotient, level + 1, new Scale(target.Value / power.Shape.Scale.Value));
        if (upper.Term is null)
        {
            sum = Times(power, upper.Constant, level + 1, target);
        }
        else
        {
            Term left = Finish(upper), right = Drop(power, level + 1);
            sum = Owned(algebra.Multiply(left.Value, right.Value), _levels.Multiply(left.Shape, right.Shape));
            Release(left);
            if (right != power) Release(right);
        }

        var lower = Sum(remainder, level, scale);
        return (Plus(sum, lower.Term), lower.Constant, level);
    }

    /// <summary>Relinearised, rescaled, and the constant added.</summary>
    private Term Finish((Term? Term, double Constant, int Level) sum)
    {
        Term finished = Rescale(sum.Term ?? throw new InvalidOperationException("A constant is no circuit."));
        return sum.Constant == 0 ? finished : Plus(finished, sum.Constant);
    }

    /// <summary>x^n or T_n, made when first needed from two factors of half the index, at ⌈log2 n⌉ levels below x.</summary>
    private Term Power(int n)
    {
        if (_powers.TryGetValue(n, out var known)) return known;

        int half = HalfOf(n);
        Term a = Power(half), b = Power(n - half);
        int level = Math.Min(a.Shape.Level, b.Shape.Level);
        Term left = Drop(a, level), right = Drop(b, level);
        Term product = half == n - half
            ? Owned(algebra.Square(left.Value), _levels.Square(left.Shape))
            : Owned(algebra.Multiply(left.Value, right.Value), _levels.Multiply(left.Shape, right.Shape));
        if (left != a) Release(left);
        if (right != b && right != left) Release(right);
        Term power = IsChebyshev ? DoubleAndSubtract(product, Math.Abs(n - (2 * half))) : Rescale(product);
        _powers.Add(n, power);
        return power;
    }

    /// <summary>2·T_a·T_b − T_|a−b|, rescaled.</summary>
    private Term DoubleAndSubtract(Term product, int difference)
    {
        Term relinearized = Relinearize(product);
        Term doubled = Owned(algebra.Add(relinearized.Value, relinearized.Value), _levels.Add(relinearized.Shape, relinearized.Shape));
        Release(relinearized);
        if (difference == 0) return Plus(Rescale(doubled), -1);
        return Rescale(Plus(doubled, Times(Power(difference), -1, doubled.Shape.Level, doubled.Shape.Scale))!);
    }

    /// <summary>
    /// The first factor of power n: one half, rounded up, or the largest power of two below n, whichever needs fewer powers that are not there yet. Neither is deeper.
    /// </summary>
    private int HalfOf(int n)
    {
        int balanced = (n + 1) / 2, binary = 1 << (int)Math.Ceiling(Math.Log2(n) - 1);
        return Missing(n, binary) < Missing(n, balanced) ? binary : balanced;
    }

    private int Missing(int n, int half) => new[] { half, n - half, IsChebyshev ? Math.Abs(n - (2 * half)) : 0 }
        .Where(i => i > 1).Distinct().Count(i => !_powers.ContainsKey(i));

    private int NaturalLevel(int n) => _powers[1].Shape.Level - (int)Math.Ceiling(Math.Log2(n));

    /// <summary>A number times a term, at a level and a scale.</summary>
    private Term Times(Term term, double factor, int level, Scale target)
    {
        Term dropped = Drop(term, level);
        var operand = PlaintextOperand.FromConstant(parameters, "coefficient", factor, level, new Scale(target.Value / term.Shape.Scale.Value));
        Term product = Owned(algebra.Multiply(dropped.Value, operand), _levels.Multiply(dropped.Shape, operand));
        if (dropped != term) Release(dropped);
        return product;
    }

    private Term Drop(Term term, int level)
    {
        int levels = term.Shape.Level - level;
        return levels == 0 ? term : Owned(algebra.DropLevel(term.Value, levels), _levels.DropLevel(term.Shape, levels));
    }

    private Term? Plus(Term? left, Term? right)
    {
        if (left is null || right is null) return left ?? right;
        Term sum = Owned(algebra.Add(left.Value, right.Value), _levels.Add(left.Shape, right.Shape));
        Release(left);
        Release(right);
        return sum;
    }

    private Term Plus(Term term, double constant)
    {
        if (constant == 0) return term;
        var operand = PlaintextOperand.FromConstant(parameters, "constant", constant, term.Shape.Level, term.Shape.Scale);
        Term sum = Owned(algebra.Add(term.Value, operand), _levels.Add(term.Shape, operand));
        Release(term);
        return sum;
    }

    private Term Relinearize(Term term)
    {
        if (term.Shape.Degree == 1) return term;
        Term relinearized = Owned(algebra.Relinearize(term.Value), _levels.Relinearize(term.Shape));
        Release(term);
        return relinearized;
    }

    private Term Rescale(Term term)
    {
        Term relinearized = Relinearize(term);
        Term rescaled = Owned(algebra.Rescale(relinearized.Value), _levels.Rescale(relinearized.Shape));
        Release(relinearized);
        return rescaled;
    }

    private void Release(Term term)
    {
        if (term.IsOwned) algebra.Release(term.Value);
    }

    private double Prime(int level) => parameters.RingQ[level].Modulus.Value;

    private static Term Owned(T value, CiphertextShape shape) => new(value, shape, IsOwned: true);

    /// <summary>A value of the reading, and what level and scale it has. The operand itself is not owned. Compared by identity.</summary>
    private sealed class Term(T value, CiphertextShape shape, bool IsOwned)
    {
        public T Value { get; } = value;

        public CiphertextShape Shape { get; } = shape;

        public bool IsOwned { get; } = IsOwned;
    }
}
