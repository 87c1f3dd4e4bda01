// Σ x_i·b_i and Σ x_i·a_i in one walk: the digits of a key switch are loaded once for both halves of the key, and the sums stay in registers. Groups of at
// most four digits, because a processor follows about a dozen streams of memory at once; between groups the sums are stored lazily.
// Ranges in units of 2^50: a product is within 7/8, so after a reduction eight of them stay within 1/2 + 8·7/8 = 7.5 (notes/lazy-ranges.md, section 4).
using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>Inner products of limbs with a pair of limbs.</summary>
internal static unsafe class InnerProducts<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Most products in a group.</summary>
    public const int GroupSize = 4;

    /// <summary>Most products between reductions.</summary>
    public const int MaxUnreduced = 8;

    // Keys come from memory far away, and a processor's own prefetching ends at each page.
    private const int Ahead = 512;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pair(
        double** x, double** b, double** a, int count, SumState state, double* sum0, double* sum1, int n, in ModulusConstants q)
    {
        var r = new ResidueLanes<TLanes, TVector>(q.Q, q.InverseQ);
        bool continues = (state & SumState.Continues) != 0, reduces = (state & SumState.Reduces) != 0, completes = (state & SumState.Completes) != 0;
        double* x0 = x[0], b0 = b[0], a0 = a[0];
        double* x1 = x[count > 1 ? 1 : 0], b1 = b[count > 1 ? 1 : 0], a1 = a[count > 1 ? 1 : 0];
        double* x2 = x[count > 2 ? 2 : 0], b2 = b[count > 2 ? 2 : 0], a2 = a[count > 2 ? 2 : 0];
        double* x3 = x[count > 3 ? 3 : 0], b3 = b[count > 3 ? 3 : 0], a3 = a[count > 3 ? 3 : 0];
        for (nint j = 0; j < n; j += TLanes.Count)
        {
            TLanes.Prefetch(b0 + j + Ahead);
            TLanes.Prefetch(a0 + j + Ahead);
            var digit = TLanes.Load(x0 + j);
            var s0 = r.MultiplyLazy(digit, TLanes.Load(b0 + j));
            var s1 = r.MultiplyLazy(digit, TLanes.Load(a0 + j));
            if (count > 1)
            {
                TLanes.Prefetch(b1 + j + Ahead);
                TLanes.Prefetch(a1 + j + Ahead);
                digit = TLanes.Load(x1 + j);
                s0 = TLanes.Add(s0, r.MultiplyLazy(digit, TLanes.Load(b1 + j)));
                s1 = TLanes.Add(s1, r.MultiplyLazy(digit, TLanes.Load(a1 + j)));
            }
            if (count > 2)
            {
                TLanes.Prefetch(b2 + j + Ahead);
                TLanes.Prefetch(a2 + j + Ahead);
                digit = TLanes.Load(x2 + j);
                s0 = TLanes.Add(s0, r.MultiplyLazy(digit, TLanes.Load(b2 + j)));
                s1 = TLanes.Add(s1, r.MultiplyLazy(digit, TLanes.Load(a2 + j)));
            }
            if (count > 3)
            {
                TLanes.Prefetch(b3 + j + Ahead);
                TLanes.Prefetch(a3 + j + Ahead);
                digit = TLanes.Load(x3 + j);
                s0 = TLanes.Add(s0, r.MultiplyLazy(digit, TLanes.Load(b3 + j)));
                s1 = TLanes.Add(s1, r.MultiplyLazy(digit, TLanes.Load(a3 + j)));
            }
            if (continues)
            {
                s0 = TLanes.Add(s0, TLanes.Load(sum0 + j));
                s1 = TLanes.Add(s1, TLanes.Load(sum1 + j));
            }
            if (reduces)
            {
                s0 = r.ReduceLazy(s0);
                s1 = r.ReduceLazy(s1);
            }
            if (completes)
            {
                s0 = r.Canonical(s0);
                s1 = r.Canonical(s1);
            }
            TLanes.Store(sum0 + j, s0);
            TLanes.Store(sum1 + j, s1);
        }
    }
}
