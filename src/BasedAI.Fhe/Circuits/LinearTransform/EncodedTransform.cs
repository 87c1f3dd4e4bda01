using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// The diagonals of a transform over q0 … q_level, p0 …, for <see cref="ResidueRing.MultiplyRows(RnsPolynomial, TermRows, ReadOnlySpan{double}, int,
/// ReadOnlySpan{RnsPolynomial}, ReadOnlySpan{RnsPolynomial}, int)"/>. A diagonal of period n is the same number in N/(2n) neighbouring places of its NTT form: where
/// that is 32 or more, one number is kept for each run of places.
/// </summary>
internal sealed class EncodedTransform : IDisposable
{
    private const int MinRun = 32;

    private readonly int _level;
    private readonly int _run;
    private readonly double[][]? _constants;       // by limb
    private readonly RnsPolynomial[] _limbs;       // by term

    public EncodedTransform(CkksParameters parameters, LinearTransform transform)
    {
        _level = transform.Level;
        _run = parameters.N / (2 * transform.Dimension);
        var terms = transform.Rows.SelectMany(row => row.Terms).ToArray();
        Rows = new TermRows([.. transform.Rows.Select(row => (IReadOnlyList<int>)[.. row.Terms.Select(term => transform.BabySteps.IndexOf(term.BabyStep))])]);

        int limbs = _level + 1 + parameters.Alpha;
        if (_run < MinRun)
        {
            _limbs = [.. terms.Select(term => Lift(parameters, term.Diagonal, limbs))];
            return;
        }

        _limbs = [];
        _constants = [.. Enumerable.Range(0, limbs).Select(_ => new double[2 * transform.Dimension * terms.Length])];
        for (int t = 0; t < terms.Length; t++)
        {
            using var lifted = Lift(parameters, terms[t].Diagonal, limbs);
            for (int limb = 0; limb < limbs; limb++)
            {
                double q = parameters.GetRing(_level, limb).Modulus.Value;
                var values = lifted.Limb(limb);
                for (int place = 0; place < values.Length; place += _run)
                    _constants[limb][(place / _run * terms.Length) + t] = values[place] > q / 2 ? values[place] - q : values[place];
            }
        }
    }

    /// <summary>Rows are giant steps, columns are baby steps.</summary>
    public TermRows Rows { get; }

    /// <summary>Limb <paramref name="limb"/> of q0 … q_level, p0 …, for a ciphertext at <paramref name="level"/>, which may be below that of the transform.</summary>
    public void Multiply(ResidueRing ring, int level, int limb, RnsPolynomial sources, ReadOnlySpan<RnsPolynomial> sums0, ReadOnlySpan<RnsPolynomial> sums1)
    {
        int own = limb <= level ? limb : limb - level + _level;
        if (_constants is null) ring.MultiplyRows(sources, Rows, _limbs, own, sums0, sums1, limb);
        else ring.MultiplyRows(sources, Rows, _constants[own], _run, sums0, sums1, limb);
    }

    public void Dispose() => Operands.DisposeAll(_limbs);

    private RnsPolynomial Lift(CkksParameters parameters, PlaintextOperand operand, int limbs)
    {
        var integers = new double[parameters.N];
        for (int i = 0; i < integers.Length; i++) integers[i] = operand.Coefficients[i];
        var polynomial = LimbPool.For(parameters.N).Rent(limbs, Representation.Ntt);
        for (int limb = 0; limb < limbs; limb++)
        {
            var ring = parameters.GetRing(_level, limb);
            ring.Reduce(integers, polynomial.Limb(limb));
            ring.Ntt(polynomial.Limb(limb));
        }

        return polynomial;
    }
}
