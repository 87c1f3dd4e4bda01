using System.Numerics;
using System.Runtime.Intrinsics;
using BasedAI.Fhe.Ring.Kernels;
using BasedAI.Fhe.Ring.Tests.Edge;
using CsCheck;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>The lemmas of notes/double-fma-exactness.md at their extremes, lane by lane, on every width this machine has.</summary>
public sealed unsafe class LazyRangeTests
{
    private const long Limit = 1L << 53;

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void A_lazy_product_is_exact_and_bounded(ulong q) => ForEachWidth(new Product(q));

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void A_lazy_reduction_leaves_half_the_modulus(ulong q) => ForEachWidth(new Reduction(q));

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void The_narrow_reduction_never_misses(ulong q) => ForEachWidth(new Narrow(q));

    private static void ForEachWidth(ILemma lemma)
    {
        lemma.Check<LanesScalar, double>();
        if (SimdSelection.IsSupported(SimdWidth.Vector128))
            lemma.Check<Lanes128, Vector128<double>>();
        if (SimdSelection.IsSupported(SimdWidth.Vector256))
            lemma.Check<Lanes256, Vector256<double>>();
        if (SimdSelection.IsSupported(SimdWidth.Vector512))
            lemma.Check<Lanes512, Vector512<double>>();
    }

    private interface ILemma
    {
        void Check<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged;
    }

    /// <summary>|a| ≤ 2^53, |b| ≤ q/2: congruent, an integer, within q·(1/2 + 3/16·|a|/2^50), never −0.</summary>
    private sealed class Product(ulong q) : ILemma
    {
        public void Check<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            var modulus = (long)q;
            var half = (modulus - 1) / 2;
            var constants = ModulusConstants.Of(new Modulus(q));
            var r = new ResidueLanes<TLanes, TVector>(constants.Q, constants.InverseQ);
            Gen.Select(Edges(Limit, modulus), Edges(half, half)).Array[TLanes.Count].Sample(pairs =>
            {
                var a = stackalloc double[8];
                var b = stackalloc double[8];
                for (var i = 0; i < pairs.Length; i++)
                    (a[i], b[i]) = pairs[i];
                var result = stackalloc double[8];
                TLanes.Store(result, r.MultiplyLazy(TLanes.Load(a), TLanes.Load(b)));
                for (var i = 0; i < pairs.Length; i++)
                {
                    var value = (long)result[i];
                    Assert.Equal(result[i], value);
                    Assert.False(value == 0 && double.IsNegative(result[i]));
                    Assert.True((((BigInteger)pairs[i].Item1 * pairs[i].Item2) - value) % modulus == 0, $"{pairs[i]} gives {value}");
                    Assert.True(Math.Abs(result[i]) <= modulus * (0.5 + (3.0 / 16 * Math.Abs((double)pairs[i].Item1) / (1L << 50))) + 1, $"{pairs[i]} gives {value}");
                    Assert.Equal(ModularArithmetic.MultiplyLazy(a[i], b[i], constants.Q, constants.InverseQ), result[i]);
                }
            }, iter: 4_000);
        }
    }

    /// <summary>|x| ≤ 2^53 to q/2 + 2.</summary>
    private sealed class Reduction(ulong q) : ILemma
    {
        public void Check<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
            => Unary<TLanes, TVector>(q, Limit, (r, x) => r.ReduceLazy(x), (_, y) => Math.Abs(y) <= ((double)q / 2) + 2);
    }

    /// <summary>|x| ≤ 1.98·2^50 to exactly [0,q).</summary>
    private sealed class Narrow(ulong q) : ILemma
    {
        public void Check<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
            => Unary<TLanes, TVector>(q, (long)(1.98 * (1L << 50)), (r, x) => r.CanonicalFromNarrow(x), (_, y) => y >= 0 && y < q);
    }

    private static void Unary<TLanes, TVector>(ulong q, long limit, Func<ResidueLanes<TLanes, TVector>, TVector, TVector> f, Func<double, double, bool> inRange)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var modulus = (long)q;
        var constants = ModulusConstants.Of(new Modulus(q));
        var r = new ResidueLanes<TLanes, TVector>(constants.Q, constants.InverseQ);
        Edges(limit, modulus).Array[TLanes.Count].Sample(integers =>
        {
            var x = stackalloc double[8];
            for (var i = 0; i < integers.Length; i++)
                x[i] = integers[i];
            var result = stackalloc double[8];
            TLanes.Store(result, f(r, TLanes.Load(x)));
            for (var i = 0; i < integers.Length; i++)
            {
                var value = (long)result[i];
                Assert.Equal(result[i], value);
                Assert.False(value == 0 && double.IsNegative(result[i]));
                Assert.Equal(0, ((Int128)integers[i] - value) % modulus);
                Assert.True(inRange(x[i], result[i]), $"{integers[i]} gives {value}");
            }
        }, iter: 4_000);
    }

    // 0, ±1, ±limit, multiples of q and of q/2 with their neighbours, and everything between.
    private static Gen<long> Edges(long limit, long q)
    {
        var multiples = Math.Max(1, 2 * (limit / q));
        long[] ends = [0, 1, -1, limit, -limit, limit - 1, 1 - limit];
        return Gen.OneOf(
            Gen.Int[0, ends.Length - 1].Select(i => ends[i]),
            Gen.Long[-limit, limit],
            Gen.Select(Gen.Long[-multiples, multiples], Gen.Long[-3, 3]).Select((k, d) => Math.Clamp((k / 2 * q) + (k % 2 * (q / 2)) + d, -limit, limit)));
    }
}
