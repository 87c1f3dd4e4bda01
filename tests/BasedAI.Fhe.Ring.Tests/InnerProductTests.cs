using BasedAI.Fhe.Ring.Kernels;
using BasedAI.Fhe.Ring.Tests.Edge;
using BasedAI.Fhe.Ring.Tests.Reference;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>Exact sums against UInt128, on every width, for primes at both ends of the range. The first place has the largest operands in every term.</summary>
public sealed class InnerProductTests
{
    private const int LogN = 8;

    public static TheoryData<SimdWidth, ulong> Cases
    {
        get
        {
            var data = new TheoryData<SimdWidth, ulong>();
            foreach (var width in Enum.GetValues<SimdWidth>())
            {
                foreach (var modulus in Residues.Moduli)
                    data.Add(width, modulus.Value);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Permuted_inner_products(SimdWidth width, ulong q)
    {
        var ring = Ring(width, q);
        foreach (var count in (int[])[1, 2, 3, 4, 7, 64, 65, 130])
        {
            using var pool = new Polynomials(ring);
            const int First = 1, Stride = 2;
            using var digits = LimbPool.For(ring.N).Rent(First + (Stride * count), Representation.Ntt);
            ulong[][] a = [.. Enumerable.Range(0, count).Select(i => Largest(ring, q, 1 + i))];
            for (var i = 0; i < count; i++)
                Residues.ToDoubles(a[i]).CopyTo(digits.Limb(First + (Stride * i)));
            var (right0, b0) = pool.Make(count, 2, 100);
            var (right1, b1) = pool.Make(count, 2, 200);
            ulong[] addend = Residues.Awkward(ring.N, q, 300), old0 = Residues.Awkward(ring.N, q, 301), old1 = Residues.Awkward(ring.N, q, 302);
            addend[0] = q - 1;
            foreach (var element in (GaloisElement[])[new(1), GaloisElement.FromRotation(3, LogN), GaloisElement.Conjugation(LogN)])
            {
                ulong[] expected0 = Permuted(ring, Sum(a, b0, addend, q), element), expected1 = Permuted(ring, Sum(a, b1, new ulong[ring.N], q), element);
                double[] sum0 = new double[ring.N], sum1 = new double[ring.N];
                ring.PermutedInnerProducts(digits, First, Stride, count, right0, right1, 1, Residues.ToDoubles(addend), element, false, sum0, sum1);
                Residues.AssertEqual(expected0, sum0);
                Residues.AssertEqual(expected1, sum1);

                double[] more0 = Residues.ToDoubles(old0), more1 = Residues.ToDoubles(old1);
                ring.PermutedInnerProducts(digits, First, Stride, count, right0, right1, 1, [], element, true, more0, more1);
                Residues.AssertEqual([.. Permuted(ring, Sum(a, b0, new ulong[ring.N], q), element).Zip(old0, (x, y) => (x + y) % q)], more0);
                Residues.AssertEqual([.. expected1.Zip(old1, (x, y) => (x + y) % q)], more1);
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Rows_of_constants_and_of_limbs(SimdWidth width, ulong q)
    {
        var ring = Ring(width, q);
        foreach (var columns in (int[])[1, 3, 6, 80])
        {
            using var pool = new Polynomials(ring);
            int[][] pattern = [[.. Enumerable.Range(0, columns)], [], [columns - 1], [.. Enumerable.Range(0, columns).Where(i => i % 2 == 0).Reverse()]];
            var rows = new TermRows(pattern);
            var sources = LimbPool.For(ring.N).Rent(2 * columns, Representation.Ntt);
            ulong[][] x = [.. Enumerable.Range(0, 2 * columns).Select(i => Largest(ring, q, i))];
            for (var i = 0; i < x.Length; i++)
                Residues.ToDoubles(x[i]).CopyTo(sources.Limb(i));
            foreach (var run in (int[])[32, 64, ring.N])
            {
                // Weights of a run: awkward residues, centred, the first the largest there is.
                ulong[][] w = [.. Enumerable.Range(0, ring.N / run).Select(i => Residues.Awkward(rows.TermCount, q, 500 + i))];
                Array.Fill(w[0], (q - 1) / 2);
                double[] weights = [.. w.SelectMany(values => values.Select(value => ModularArithmetic.Centre(value, q)))];
                var (sums0, sums1) = (pool.Rent(4), pool.Rent(4));
                ring.MultiplyRows(sources, rows, weights, run, sums0, sums1, 1);
                ulong[][] limbs = [.. Enumerable.Range(0, rows.TermCount).Select(t => (ulong[])[.. Enumerable.Range(0, ring.N).Select(j => w[j / run][t])])];
                AssertRows(ring, pattern, x, limbs, sums0, sums1);
            }

            var (weightPolynomials, weightLimbs) = pool.Make(rows.TermCount, 2, 700);
            var (limbSums0, limbSums1) = (pool.Rent(4), pool.Rent(4));
            ring.MultiplyRows(sources, rows, weightPolynomials, 1, limbSums0, limbSums1, 1);
            AssertRows(ring, pattern, x, weightLimbs, limbSums0, limbSums1);
            sources.Dispose();
        }
    }

    [Fact]
    public void Terms_between_reductions_follow_the_prime()
    {
        var large = new Modulus(Residues.Moduli[0].Value);
        Assert.InRange(SumConstants.For(large, large.Value, large.Value).Terms, 3, 4);
        Assert.Equal(64, SumConstants.For(Residues.Moduli[2], Residues.Moduli[2].Value, Residues.Moduli[2].Value).Terms);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var ring = Ring(SimdWidth.Scalar, Residues.Moduli[1].Value);
        using var pool = new Polynomials(ring);
        var (left, _) = pool.Make(2, 1, 1);
        double[] sum = new double[ring.N];
        var rows = new TermRows([[0, 1]]);
        Assert.Throws<ArgumentException>(() => ring.PermutedInnerProducts(left[0], 0, 1, 2, left, left.AsSpan(1), 0, [], new(1), false, sum, sum));
        Assert.Throws<ArgumentException>(() => ring.PermutedInnerProducts(left[0], 0, 1, 2, left, left, 0, [], new(2), false, sum, sum));
        Assert.Throws<ArgumentException>(() => ring.MultiplyRows(left[0], rows, new double[2], ring.N, pool.Rent(1), pool.Rent(1), 1));
        Assert.Throws<ArgumentException>(() => ring.MultiplyRows(left[0], new TermRows([[0]]), new double[2], ring.N, pool.Rent(1), pool.Rent(1), 1));
        Assert.Throws<ArgumentException>(() => new TermRows([]));
        Assert.Throws<ArgumentException>(() => new TermRows([[-1]]));
    }

    private static ResidueRing Ring(SimdWidth width, ulong q)
    {
        Assert.SkipUnless(SimdSelection.IsSupported(width), $"this machine has no {width}");
        return new ResidueRing(LogN, new Modulus(q), ResidueKernels.For(width));
    }

    private static void AssertRows(ResidueRing ring, int[][] pattern, ulong[][] x, ulong[][] w, RnsPolynomial[] sums0, RnsPolynomial[] sums1)
    {
        var q = ring.Modulus.Value;
        for (int row = 0, t = 0; row < pattern.Length; t += pattern[row++].Length)
        {
            for (var part = 0; part < 2; part++)
            {
                ulong[][] factors = [.. pattern[row].Select(column => x[(2 * column) + part])];
                var expected = Sum(factors, w[t..(t + pattern[row].Length)], new ulong[ring.N], q);
                Residues.AssertEqual(expected, (part == 0 ? sums0 : sums1)[row].Limb(1));
            }
        }
    }

    private static ulong[] Sum(ulong[][] a, ulong[][] b, ulong[] addend, ulong q)
    {
        ulong[] sum = [.. addend];
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < sum.Length; j++)
                sum[j] = (sum[j] + Schoolbook.Multiply(a[i][j], b[i][j], q)) % q;
        }
        return sum;
    }

    private static ulong[] Permuted(ResidueRing ring, ulong[] values, GaloisElement element)
    {
        double[] result = new double[ring.N];
        ring.Automorphism(Residues.ToDoubles(values), element, Representation.Ntt, result);
        return [.. result.Select(value => (ulong)value)];
    }

    private static ulong[] Largest(ResidueRing ring, ulong q, int seed)
    {
        var values = Residues.Awkward(ring.N, q, seed);
        values[0] = q - 1;
        return values;
    }

    private sealed class Polynomials(ResidueRing ring) : IDisposable
    {
        private readonly List<RnsPolynomial> _rented = [];

        /// <summary>Polynomials of two limbs, and what is in the limb asked for.</summary>
        public (RnsPolynomial[] Polynomials, ulong[][] Values) Make(int count, int limbCount, int seed)
        {
            var polynomials = Rent(count);
            ulong[][] values = [.. Enumerable.Range(0, count).Select(i => Largest(ring, ring.Modulus.Value, seed + i))];
            for (var i = 0; i < count; i++)
                Residues.ToDoubles(values[i]).CopyTo(polynomials[i].Limb(limbCount - 1));
            return (polynomials, values);
        }

        public RnsPolynomial[] Rent(int count)
        {
            RnsPolynomial[] rented = [.. Enumerable.Range(0, count).Select(_ => LimbPool.For(ring.N).Rent(2, Representation.Ntt, clear: true))];
            _rented.AddRange(rented);
            return rented;
        }

        public void Dispose() => _rented.ForEach(polynomial => polynomial.Dispose());
    }
}
