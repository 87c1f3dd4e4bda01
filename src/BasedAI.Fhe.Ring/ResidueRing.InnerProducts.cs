using BasedAI.Fhe.Ring.Kernels;
using BasedAI.Fhe.Ring.Ntt;

namespace BasedAI.Fhe.Ring;

/// <content>Sums of many products at once: what double-hoisted linear transforms are made of.</content>
public sealed unsafe partial class ResidueRing
{
    /// <summary>Places a matrix product works on at a time: several dozen limbs' worth fit the second-level cache.</summary>
    private const int RowStretch = 512;

    private SumTables? _sums;

    /// <summary>
    /// destination0 (+)= σ(addend + Σ digit_i·right0[i]) and destination1 (+)= σ(Σ digit_i·right1[i]), in NTT form: the inner products of a key switch
    /// with the automorphism σ: X → X^element that follows it, in one walk over the keys.
    /// </summary>
    /// <param name="digits">The limb of digit i modulo q is limb <paramref name="first"/> + i·<paramref name="stride"/> of it.</param>
    /// <param name="first">Where the limb of digit 0 is.</param>
    /// <param name="stride">Limbs from one digit to the next.</param>
    /// <param name="count">Digits, 1 … 256.</param>
    /// <param name="right0">One polynomial a digit, or more: one half of the key.</param>
    /// <param name="right1">As many: the other half.</param>
    /// <param name="rightLimb">Which limb of those is modulo q.</param>
    /// <param name="addend">One limb, or empty for none.</param>
    /// <param name="element">Odd, below 2N; 1 leaves places as they are.</param>
    /// <param name="isAccumulated">Whether to add to the destinations or to overwrite them.</param>
    /// <param name="destination0">None of the operands.</param>
    /// <param name="destination1">None of the operands.</param>
    /// <exception cref="ArgumentException">Counts differ, a degree is not N, N is below 64, or no Galois element of this ring.</exception>
    public void PermutedInnerProducts(
        RnsPolynomial digits, int first, int stride, int count, ReadOnlySpan<RnsPolynomial> right0, ReadOnlySpan<RnsPolynomial> right1, int rightLimb,
        ReadOnlySpan<double> addend, GaloisElement element, bool isAccumulated, Span<double> destination0, Span<double> destination1)
    {
        ArgumentNullException.ThrowIfNull(digits);
        CheckLength(destination0.Length);
        CheckLength(destination1.Length);
        if (!addend.IsEmpty)
            CheckLength(addend.Length);
        if (count is < 1 or > 256 || count > right0.Length || count > right1.Length)
            throw new ArgumentException($"{count} digits meet keys of {right0.Length} and {right1.Length} polynomials; there must be 1 … 256 digits, and as many.", nameof(count));
        if (N < 64 || (element.Value & 1) == 0 || element.Value >= 2 * (uint)N)
            throw new ArgumentException($"A Galois element of this ring is odd and below 2N = {2 * N}, and N at least 64; {element.Value} will not do.", nameof(element));

        var pointers = stackalloc double*[3 * count];
        double** x = pointers, y0 = x + count, y1 = y0 + count;
        for (var i = 0; i < count; i++)
        {
            x[i] = Address(digits, first + (i * stride));
            y0[i] = Address(right0[i], rightLimb);
            y1[i] = Address(right1[i], rightLimb);
        }

        NttPermutation permutation = NttPermutation.Get(LogN, element), inverse = NttPermutation.Get(LogN, element.GetInverse(LogN));
        fixed (double* a = addend, d0 = destination0, d1 = destination1)
        fixed (int* targets = inverse.Blocks)
        fixed (byte* within = permutation.Within)
            _kernels.PermutedInnerProducts(x, y0, y1, count, a, targets, within, isAccumulated, d0, d1, N, Sums.Canonical);
        GC.KeepAlive(digits);
        KeepAlive(right0);
        KeepAlive(right1);
    }

    /// <summary>
    /// A sparse matrix, whose entries are the same in <paramref name="run"/> neighbouring places, times two vectors of limbs: limb
    /// <paramref name="destinationLimb"/> of destinations0[row] = Σ weight·(limb 2·column of sources), of destinations1[row] with limb 2·column + 1.
    /// </summary>
    /// <param name="sources">Canonical; at least twice as many limbs as there are columns.</param>
    /// <param name="rows">The pattern.</param>
    /// <param name="weights">
    /// Centred, in (−q/2, q/2); terms of the first run of places in the order of the pattern, then of the second run, and so on: N/run·TermCount.
    /// </param>
    /// <param name="run">A power of two, 32 … N.</param>
    /// <param name="destinations0">One polynomial a row.</param>
    /// <param name="destinations1">One polynomial a row.</param>
    /// <param name="destinationLimb">Which limb of them is modulo q.</param>
    /// <exception cref="ArgumentException">Counts or degrees do not fit.</exception>
    public void MultiplyRows(
        RnsPolynomial sources, TermRows rows, ReadOnlySpan<double> weights, int run,
        ReadOnlySpan<RnsPolynomial> destinations0, ReadOnlySpan<RnsPolynomial> destinations1, int destinationLimb)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (run < 32 || run > N || !int.IsPow2(run) || weights.Length != N / run * rows.TermCount)
            throw new ArgumentException($"{weights.Length} weights for runs of {run} places and {rows.TermCount} terms; N = {N}, runs are powers of two from 32.", nameof(weights));

        var pointers = stackalloc double*[2 * (rows.ColumnCount + rows.RowCount)];
        var set = Gather(sources, rows, destinations0, destinations1, destinationLimb, pointers);
        var step = Math.Min(run, RowStretch);
        fixed (double* w = weights)
        fixed (int* starts = rows.Starts, columns = rows.Columns)
        {
            for (nint at = 0; at < N; at += step)
                _kernels.ConstantRows(set.X0, set.X1, starts, columns, rows.RowCount, w + (at / run * rows.TermCount), set.D0, set.D1, at, step, Sums.Centred);
        }

        GC.KeepAlive(sources);
        KeepAlive(destinations0);
        KeepAlive(destinations1);
    }

    /// <summary>The same with a whole limb of weights for each term.</summary>
    /// <param name="sources">Canonical; at least twice as many limbs as there are columns.</param>
    /// <param name="rows">The pattern.</param>
    /// <param name="weights">One polynomial a term, canonical.</param>
    /// <param name="weightLimb">Which limb of them is modulo q.</param>
    /// <param name="destinations0">One polynomial a row.</param>
    /// <param name="destinations1">One polynomial a row.</param>
    /// <param name="destinationLimb">Which limb of those is modulo q.</param>
    /// <exception cref="ArgumentException">Counts or degrees do not fit.</exception>
    public void MultiplyRows(
        RnsPolynomial sources, TermRows rows, ReadOnlySpan<RnsPolynomial> weights, int weightLimb,
        ReadOnlySpan<RnsPolynomial> destinations0, ReadOnlySpan<RnsPolynomial> destinations1, int destinationLimb)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (weights.Length != rows.TermCount)
            throw new ArgumentException($"{weights.Length} weights for {rows.TermCount} terms.", nameof(weights));

        var pointers = stackalloc double*[2 * (rows.ColumnCount + rows.RowCount)];
        var set = Gather(sources, rows, destinations0, destinations1, destinationLimb, pointers);
        var addresses = new nuint[Math.Max(1, weights.Length)];                  // there may be thousands
        for (var t = 0; t < weights.Length; t++)
            addresses[t] = (nuint)Address(weights[t], weightLimb);
        var step = Math.Min(N, RowStretch);
        fixed (nuint* w = addresses)
        fixed (int* starts = rows.Starts, columns = rows.Columns)
        {
            for (nint at = 0; at < N; at += step)
                _kernels.LimbRows(set.X0, set.X1, starts, columns, rows.RowCount, (double**)w, set.D0, set.D1, at, step, Sums.Canonical);
        }

        GC.KeepAlive(sources);
        KeepAlive(weights);
        KeepAlive(destinations0);
        KeepAlive(destinations1);
    }

    // Only tables: two threads that make them at once make the same.
    private SumTables Sums => _sums ??= new SumTables(Modulus);

    private RowPointers Gather(
        RnsPolynomial sources, TermRows rows, ReadOnlySpan<RnsPolynomial> destinations0, ReadOnlySpan<RnsPolynomial> destinations1, int limb, double** pointers)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (destinations0.Length != rows.RowCount || destinations1.Length != rows.RowCount)
            throw new ArgumentException($"{rows.RowCount} rows; {destinations0.Length} and {destinations1.Length} destinations.", nameof(destinations0));
        if (sources.LimbCount < 2 * rows.ColumnCount)
            throw new ArgumentException($"{rows.ColumnCount} columns take {2 * rows.ColumnCount} source limbs; there are {sources.LimbCount}.", nameof(sources));

        double** x0 = pointers, x1 = x0 + rows.ColumnCount, d0 = x1 + rows.ColumnCount, d1 = d0 + rows.RowCount;
        for (var i = 0; i < rows.ColumnCount; i++)
        {
            x0[i] = Address(sources, 2 * i);
            x1[i] = Address(sources, (2 * i) + 1);
        }
        for (var i = 0; i < rows.RowCount; i++)
        {
            CheckLength(destinations0[i].N);
            CheckLength(destinations1[i].N);
            d0[i] = destinations0[i].Address(limb);
            d1[i] = destinations1[i].Address(limb);
        }
        return new(x0, x1, d0, d1);
    }

    private double* Address(RnsPolynomial polynomial, int limb)
    {
        CheckLength(polynomial.N);
        AssertCanonical(polynomial.Limb(limb));
        return polynomial.Address(limb);
    }

    private static void KeepAlive(ReadOnlySpan<RnsPolynomial> polynomials)
    {
        foreach (var polynomial in polynomials)
            GC.KeepAlive(polynomial);
    }

    private sealed class SumTables(Modulus q)
    {
        /// <summary>For products of canonical residues.</summary>
        public SumConstants Canonical { get; } = SumConstants.For(q, q.Value, q.Value);

        /// <summary>For products of canonical and centred residues.</summary>
        public SumConstants Centred { get; } = SumConstants.For(q, q.Value, (q.Value + 1) / 2);
    }

    private readonly struct RowPointers(double** x0, double** x1, double** d0, double** d1)
    {
        public double** X0 { get; } = x0;

        public double** X1 { get; } = x1;

        public double** D0 { get; } = d0;

        public double** D1 { get; } = d1;
    }
}
