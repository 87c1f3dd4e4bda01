using BasedAI.Fhe.Ring.Tests.Edge;
using BasedAI.Fhe.Ring.Tests.Reference;
using CsCheck;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>Every pointwise verb against UInt128, on awkward residues, for primes at both ends of the range.</summary>
public sealed class PointwiseTests
{
    private static readonly int[] Degrees = [5, 6, 12];

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Add(ulong q) => Binary(q, (ring, x, y, d) => ring.Add(x, y, d), (a, b) => (a + b) % q);

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Subtract(ulong q) => Binary(q, (ring, x, y, d) => ring.Subtract(x, y, d), (a, b) => (a + q - b) % q);

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Multiply(ulong q) => Binary(q, (ring, x, y, d) => ring.Multiply(x, y, d), (a, b) => Schoolbook.Multiply(a, b, q));

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Negate(ulong q) => Binary(q, (ring, x, _, d) => ring.Negate(x, d), (a, _) => (q - a) % q);

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Multiply_add(ulong q)
    {
        foreach (var logN in Degrees)
        {
            var ring = ResidueRing.Get(logN, new Modulus(q));
            ulong[] a = Residues.Awkward(ring.N, q, 1), b = Residues.Awkward(ring.N, q, 2), c = Residues.Awkward(ring.N, q, 3);
            var accumulator = Residues.ToDoubles(c);
            ring.MultiplyAdd(Residues.ToDoubles(a), Residues.ToDoubles(b), accumulator);
            Residues.AssertEqual([.. a.Zip(b, c).Select(t => (Schoolbook.Multiply(t.First, t.Second, q) + t.Third) % q)], accumulator);

            // The accumulator may be an operand too.
            var square = Residues.ToDoubles(a);
            ring.MultiplyAdd(square, square, square);
            Residues.AssertEqual([.. a.Select(x => (Schoolbook.Multiply(x, x, q) + x) % q)], square);
        }
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Inner_products_with_a_pair(ulong q)
    {
        foreach (var count in (int[])[1, 2, 3, 4, 5, 8, 9, 13, 17, 40])
        {
            var ring = ResidueRing.Get(6, new Modulus(q));
            var pool = LimbPool.For(ring.N);
            using var digits = pool.Rent(2 * count, Representation.Ntt);
            RnsPolynomial[] b = [.. Enumerable.Range(0, count).Select(_ => pool.Rent(2, Representation.Ntt))], a = [.. b.Select(_ => pool.Rent(2, Representation.Ntt))];
            ulong[] expected0 = new ulong[ring.N], expected1 = new ulong[ring.N];
            for (var i = 0; i < count; i++)
            {
                // The first place has the largest operands in every term.
                ulong[] x = Residues.Awkward(ring.N, q, i), y = Residues.Awkward(ring.N, q, 100 + i), z = Residues.Awkward(ring.N, q, 200 + i);
                x[0] = y[0] = z[0] = q - 1;
                Residues.ToDoubles(x).CopyTo(digits.Limb(1 + (2 * i)));
                Residues.ToDoubles(y).CopyTo(b[i].Limb(1));
                Residues.ToDoubles(z).CopyTo(a[i].Limb(1));
                for (var j = 0; j < ring.N; j++)
                {
                    expected0[j] = (expected0[j] + Schoolbook.Multiply(x[j], y[j], q)) % q;
                    expected1[j] = (expected1[j] + Schoolbook.Multiply(x[j], z[j], q)) % q;
                }
            }
            double[] sum0 = new double[ring.N], sum1 = new double[ring.N];
            ring.InnerProducts(digits, 1, 2, count, b, a, 1, sum0, sum1);
            Residues.AssertEqual(expected0, sum0);
            Residues.AssertEqual(expected1, sum1);

            // In parts of any size up to four, the sums lazy in between.
            foreach (var part in (int[])[1, 3, 4])
            {
                for (var done = 0; done < count; done += part)
                {
                    var size = Math.Min(part, count - done);
                    ring.InnerProducts(digits, 1 + (2 * done), 2, size, b.AsSpan(done), a.AsSpan(done), 1, sum0, sum1, done, done + size == count);
                }
                Residues.AssertEqual(expected0, sum0);
                Residues.AssertEqual(expected1, sum1);
            }
            Assert.Throws<ArgumentException>(() => ring.InnerProducts(digits, 1, 2, count, b.AsSpan(1), a, 1, sum0, sum1));
            foreach (var polynomial in b.Concat(a))
                polynomial.Dispose();
        }
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Subtract_multiply_scalar_add(ulong q)
    {
        ulong scalar = q - 2;
        foreach (var logN in Degrees)
        {
            var ring = ResidueRing.Get(logN, new Modulus(q));
            ulong[] a = Residues.Awkward(ring.N, q, 1), b = Residues.Awkward(ring.N, q, 2), c = Residues.Awkward(ring.N, q, 3);
            (a[0], b[0], c[0]) = (q - 1, 0, q - 1);
            (a[1], b[1], c[1]) = (0, q - 1, 0);
            var destination = Residues.ToDoubles(c);
            ring.SubtractMultiplyScalarAdd(Residues.ToDoubles(a), Residues.ToDoubles(b), scalar, destination, destination);
            Residues.AssertEqual([.. a.Zip(b, c).Select(t => (Schoolbook.Multiply((t.First + q - t.Second) % q, scalar, q) + t.Third) % q)], destination);
        }
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Scalars(ulong q)
    {
        foreach (var s in (ulong[])[0, 1, 2, (q - 1) / 2, (q + 1) / 2, q - 1, q, q + 1, ulong.MaxValue, 1UL << 51])
        {
            Binary(q, (ring, x, _, d) => ring.MultiplyScalar(x, s, d), (a, _) => Schoolbook.Multiply(a, s % q, q));
            Binary(q, (ring, x, _, d) => ring.AddScalar(x, s, d), (a, _) => (a + (s % q)) % q);
            Binary(q, (ring, x, y, d) => ring.SubtractMultiplyScalar(x, y, s, d), (a, b) => Schoolbook.Multiply((a + q - b) % q, s % q, q));
            Binary(q, (ring, x, y, d) => Accumulated(ring, x, y, s, d), (a, b) => (Schoolbook.Multiply(a, s % q, q) + b) % q);
        }

        static void Accumulated(ResidueRing ring, double[] x, double[] y, ulong s, double[] d)
        {
            var accumulator = (double[])y.Clone();
            ring.MultiplyScalarAdd(x, s, accumulator);
            accumulator.CopyTo(d, 0);
        }
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Reduce_takes_any_integer_to_2_to_the_52(ulong q)
    {
        var ring = ResidueRing.Get(6, new Modulus(q));
        const long Limit = 1L << 52;
        long[] edges = [0, 1, -1, Limit, -Limit, Limit - 1, 1 - Limit, (long)q, -(long)q, (long)q - 1, 1 - (long)q, (long)(q / 2), (long)(q / 2) + 1, -(long)(q / 2), 3 * (long)q, (-3 * (long)q) - 1];
        Gen.OneOf(Gen.Int[0, edges.Length - 1].Select(i => edges[i]), Gen.Long[-Limit, Limit]).Array[ring.N].Sample(integers =>
        {
            var limb = integers.Select(x => (double)x).ToArray();
            limb[0] = -0.0;
            integers[0] = 0;
            ring.Reduce(limb, limb);
            Residues.AssertEqual([.. integers.Select(x => (ulong)(((x % (long)q) + (long)q) % (long)q))], limb);
        }, iter: 300);
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Reduce_centred_goes_by_the_integer_nearest_zero(ulong q)
    {
        foreach (var from in Residues.Moduli)
        {
            var ring = ResidueRing.Get(6, new Modulus(q));
            var p = (long)from.Value;
            var a = Residues.Awkward(ring.N, from.Value, 9);
            var limb = Residues.ToDoubles(a);
            ring.ReduceCentered(limb, from, limb);
            Residues.AssertEqual([.. a.Select(x => (long)x > p / 2 ? (long)x - p : (long)x).Select(x => (ulong)(((x % (long)q) + (long)q) % (long)q))], limb);
        }
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Scalar_helpers_agree_with_integers(ulong q)
    {
        var ring = ResidueRing.Get(6, new Modulus(q));
        Gen.Select(Gen.ULong[1, q - 1], Gen.ULong[0, q - 1]).Sample((a, b) =>
        {
            Assert.Equal(Schoolbook.Multiply(a, b, q), (ulong)ring.MultiplyMod(a, b));
            Assert.Equal(1UL, Schoolbook.Multiply(a, ring.InverseMod(a), q));
        });
        Assert.Throws<DivideByZeroException>(() => ring.InverseMod(q));
    }

    [Fact]
    public void A_span_of_another_length_is_refused_with_both_lengths()
    {
        var ring = ResidueRing.Get(6, Residues.Moduli[0]);
        var error = Assert.Throws<ArgumentException>(() => ring.Add(new double[64], new double[63], new double[64]));
        Assert.Contains("64", error.Message, StringComparison.Ordinal);
        Assert.Contains("63", error.Message, StringComparison.Ordinal);
    }

    // Fresh destination, then destination = left, then destination = right.
    private static void Binary(ulong q, Action<ResidueRing, double[], double[], double[]> verb, Func<ulong, ulong, ulong> expected)
    {
        foreach (var logN in Degrees)
        {
            var ring = ResidueRing.Get(logN, new Modulus(q));
            ulong[] a = Residues.Awkward(ring.N, q, 1), b = Residues.Awkward(ring.N, q, 2);
            var want = a.Zip(b, expected).ToArray();
            double[] x = Residues.ToDoubles(a), y = Residues.ToDoubles(b), d = new double[ring.N];
            verb(ring, x, y, d);
            Residues.AssertEqual(want, d);
            verb(ring, x, y, x);
            Residues.AssertEqual(want, x);
            verb(ring, Residues.ToDoubles(a), y, y);
            Residues.AssertEqual(want, y);
        }
    }
}
