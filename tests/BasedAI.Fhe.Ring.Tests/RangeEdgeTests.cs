using System.Numerics;
using BasedAI.Fhe.Ring.Kernels;
using BasedAI.Fhe.Ring.Tests.Edge;
using BasedAI.Fhe.Ring.Tests.Reference;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>Sections 5 and 5a of notes/lazy-ranges.md at their edges, on every width: the operands that drive sums farthest from zero, as many as the bounds allow.</summary>
public sealed class RangeEdgeTests
{
    private const int LogN = 8;

    public static TheoryData<SimdWidth> Widths => [.. Enum.GetValues<SimdWidth>()];

    /// <summary>
    /// Two residues whose lazy product is nearly as large as the lemma allows, in every term: the sums are then as far from zero as they can be, at every count around the
    /// places where groups and reductions end, and for calls of every size.
    /// </summary>
    [Theory, MemberData(nameof(Widths))]
    public void Pairs_of_inner_products_of_the_farthest_products(SimdWidth width)
    {
        foreach (var sign in (int[])[1, -1])
        {
            // Of primes a little below 2^50 the one whose reciprocal is rounded worst: that error is the largest of the three. (Just below 2^50 there is none.)
            var modulus = Primes(200).MaxBy(p => sign * Math.FusedMultiplyAdd(p.Value, -(1.0 / p.Value), 1));
            var q = modulus.Value;
            var ring = Ring(width, modulus);
            var (x, y, lazy) = Farthest(modulus, sign);
            Assert.InRange(sign * lazy / q, 0.7, 7.0 / 8);
            foreach (var part in (int[])[1, 2, 3, 4, 17])
            {
                for (var count = 1; count <= 17; count++)
                {
                    using RnsPolynomial digits = Filled(count, x), b = Filled(1, y), a = Filled(1, q - 1);
                    RnsPolynomial[] keyB = [.. Enumerable.Repeat(b, count)], keyA = [.. Enumerable.Repeat(a, count)];
                    double[] sum0 = new double[ring.N], sum1 = new double[ring.N];
                    for (var done = 0; done < count; done += part)
                    {
                        var size = Math.Min(part, count - done);
                        ring.InnerProducts(digits, done, 1, size, keyB.AsSpan(done), keyA.AsSpan(done), 0, sum0, sum1, done, done + size == count);
                        Assert.All(sum0, value => Assert.True(Math.Abs(value) <= 7.5 * (1L << 50)));
                    }
                    var expected0 = (ulong)((UInt128)Schoolbook.Multiply(x, y, q) * (uint)count % q);
                    var expected1 = (ulong)((UInt128)Schoolbook.Multiply(x, q - 1, q) * (uint)count % q);
                    Residues.AssertEqual(Enumerable.Repeat(expected0, ring.N).ToArray(), sum0);
                    Residues.AssertEqual(Enumerable.Repeat(expected1, ring.N).ToArray(), sum1);
                }
            }
        }
    }

    /// <summary>
    /// y_i = p_i − 1, 0, (p_i ± 1)/2 for every i: the largest terms and the largest quotient v = k, on both sides of eight primes, where the last step changes, and for
    /// the counts at which the sum is reduced. Next to P/2 the result may be x − P or x + P, so there the residues are compared up to that.
    /// </summary>
    [Theory, MemberData(nameof(Widths))]
    public void Base_conversion_of_the_largest_digits(SimdWidth width)
    {
        Assert.SkipUnless(SimdSelection.IsSupported(width), $"this machine has no {width}");
        foreach (var toBits in (int[])[50, 45, 31])
        {
            foreach (var count in (int[])[2, 3, 4, 5, 7, 8, 9, 12, 13, 20, 63])
            {
                var from = PrimeSearch.FindNttPrimes(LogN, 50, count);
                var to = PrimeSearch.FindNttPrimes(LogN, toBits, 2, from);
                var converter = new BasisConverter([.. from.Select(p => Ring(width, p))], [.. to.Select(q => Ring(width, q))]);
                var product = from.Aggregate(BigInteger.One, (p, modulus) => p * modulus.Value);
                using var scaled = LimbPool.For(1 << LogN).Rent(count, Representation.Coefficient, clear: true);
                using var result = LimbPool.For(1 << LogN).Rent(1, Representation.Coefficient);
                var random = new Random(count);
                for (var i = 0; i < count; i++)
                {
                    var p = from[i].Value;
                    ulong[] edges = [p - 1, 0, (p - 1) / 2, (p + 1) / 2, 1];
                    for (var j = 0; j < 1 << LogN; j++)
                        scaled.Limb(i)[j] = edges[j < edges.Length ? j : random.Next(edges.Length)];
                }
                foreach (var ring in converter.To)
                {
                    converter.ConvertToNtt(scaled, 0, ring == converter.To[0] ? 0 : 1, result.Limb(0));
                    ring.InverseNtt(result.Limb(0));
                    for (var j = 0; j < 1 << LogN; j++)
                        AssertCongruent(converter, scaled, product, j, ring.Modulus.Value, result.Limb(0)[j]);
                }
            }
        }
    }

    private static void AssertCongruent(BasisConverter converter, RnsPolynomial scaled, BigInteger product, int j, ulong q, double actual)
    {
        BigInteger sum = 0;
        for (var i = 0; i < converter.From.Count; i++)
            sum += (BigInteger)scaled.Limb(i)[j] * (product / converter.From[i].Modulus.Value);
        var x = sum % product;
        if (2 * x > product)
            x -= product;
        var distance = BigInteger.Abs((2 * BigInteger.Abs(x)) - product);
        var slack = product * (BigInteger)(2 * converter.From.Count * converter.From.Count) >> 52;
        var value = (BigInteger)actual;
        Assert.True(actual == Math.Truncate(actual) && value >= 0 && value < q);
        var difference = (x - value) % q;
        Assert.True(
            difference == 0 || (distance <= slack && ((difference - product) % q == 0 || (difference + product) % q == 0)),
            $"{converter.From.Count} primes, place {j}: {actual} is not {x} modulo {q}");
    }

    // The quotient is one less than the nearest by the most it can be: tried at random among large residues, keeping the best.
    private static (ulong X, ulong Y, double Lazy) Farthest(Modulus modulus, int sign)
    {
        var q = modulus.Value;
        var constants = ModulusConstants.Of(modulus);
        var random = new Random(8);
        (ulong X, ulong Y, double Lazy) best = default;
        for (var i = 0; i < 400_000; i++)
        {
            ulong x = q - 1 - (ulong)random.NextInt64(1L << 44), y = q - 1 - (ulong)random.NextInt64(1L << 44);
            var lazy = ModularArithmetic.MultiplyLazy(x, y, constants.Q, constants.InverseQ);
            if (sign * lazy > sign * best.Lazy)
                best = (x, y, lazy);
        }
        return best;
    }

    private static IEnumerable<Modulus> Primes(int count)
    {
        const ulong Top = (1UL << 50) - (1UL << 40) + 1, Step = 2UL << LogN;
        return Enumerable.Range(0, int.MaxValue).Select(k => Top - ((ulong)k * Step)).Where(PrimeSearch.IsPrime).Take(count).Select(q => new Modulus(q));
    }

    private static RnsPolynomial Filled(int limbs, ulong value)
    {
        var polynomial = LimbPool.For(1 << LogN).Rent(limbs, Representation.Ntt);
        for (var i = 0; i < limbs; i++)
            polynomial.Limb(i).Fill(value);
        return polynomial;
    }

    private static ResidueRing Ring(SimdWidth width, Modulus modulus)
    {
        Assert.SkipUnless(SimdSelection.IsSupported(width), $"this machine has no {width}");
        return new ResidueRing(LogN, modulus, ResidueKernels.For(width));
    }
}
