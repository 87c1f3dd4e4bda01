// Sums of products without a reduction each. With a running sum kept beside M = 1.5·2^k, every fma rounds to a multiple of u = 2^(k−52), and what it rounds
// away is an integer of at most u/2 that a second fma gives exactly:
//
//   h' = fma(x, w, h)      d = h' − h (exact)      l' = l + fma(x, w, −d)      →  (h − M) + l = Σ x·w, as integers
//
// Four operations a product instead of seven, and one reduction for many products. Conditions, in SumConstants: notes/lazy-ranges.md, section 7.
using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>Inner products and matrix products over limbs, as exact sums.</summary>
internal static unsafe class ExactSums<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    // Places handled between the sums and their permutation: eight blocks of eight.
    private const int Chunk = 64;

    /// <summary>
    /// d0 (+)= σ(addend + Σ x·y0) and d1 (+)= σ(Σ x·y1), all canonical. Block b of eight places goes to block targets[b], its place j taking lane
    /// within[8·targets[b] + j]. addend may be null; n is a multiple of 64.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PermutedInnerProducts(
        double** x, double** y0, double** y1, int count, double* addend, int* targets, byte* within, bool isAccumulated, double* d0, double* d1, int n, in SumConstants s)
    {
        var r = new ResidueLanes<TLanes, TVector>(s.Q, s.InverseQ);
        var scratch = stackalloc double[(3 * Chunk) + 8];
        scratch = (double*)(((nuint)scratch + 63) & ~(nuint)63);
        double* sum0 = scratch, sum1 = scratch + Chunk, permuted = sum1 + Chunk;
        for (nint start = 0; start < n; start += Chunk)
        {
            for (nint j = 0; j < Chunk; j += 2 * TLanes.Count)
                InnerProducts(x, y0, y1, count, addend, start + j, sum0 + j, sum1 + j, r, s);
            for (var b = 0; b < Chunk / 8; b++)
            {
                nint target = 8 * (nint)targets[(start / 8) + b];
                Place(sum0 + (8 * b), within + target, isAccumulated, permuted, d0 + target, r);
                Place(sum1 + (8 * b), within + target, isAccumulated, permuted, d1 + target, r);
            }
        }
    }

    /// <summary>
    /// For every row: d0 = Σ x0·w and d1 = Σ x1·w over the terms of the row, w the same number in all n places. Terms of row i are those from
    /// starts[i] to starts[i + 1]; columns says which x, weights are centred; n is a multiple of 32. Everything is read at place <paramref name="at"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ConstantRows(
        double** x0, double** x1, int* starts, int* columns, int rows, double* weights, double** d0, double** d1, nint at, int n, in SumConstants s)
    {
        var r = new ResidueLanes<TLanes, TVector>(s.Q, s.InverseQ);
        var magic = TLanes.Broadcast(s.Magic);
        for (var row = 0; row < rows; row++)
        {
            int first = starts[row], last = starts[row + 1];
            for (var j = at; j < at + n; j += 4 * TLanes.Count)
            {
                TVector h0 = magic, h1 = magic, h2 = magic, h3 = magic, g0 = magic, g1 = magic, g2 = magic, g3 = magic;
                TVector l0 = default, l1 = default, l2 = default, l3 = default, m0 = default, m1 = default, m2 = default, m3 = default;
                for (int t = first, end = Math.Min(first + s.Terms, last); ; end = Math.Min(t + s.Terms, last))
                {
                    for (; t < end; t++)
                    {
                        var w = TLanes.Broadcast(weights[t]);
                        double* x = x0[columns[t]] + j, y = x1[columns[t]] + j;
                        Step(TLanes.Load(x), w, ref h0, ref l0);
                        Step(TLanes.Load(x + TLanes.Count), w, ref h1, ref l1);
                        Step(TLanes.Load(x + (2 * TLanes.Count)), w, ref h2, ref l2);
                        Step(TLanes.Load(x + (3 * TLanes.Count)), w, ref h3, ref l3);
                        Step(TLanes.Load(y), w, ref g0, ref m0);
                        Step(TLanes.Load(y + TLanes.Count), w, ref g1, ref m1);
                        Step(TLanes.Load(y + (2 * TLanes.Count)), w, ref g2, ref m2);
                        Step(TLanes.Load(y + (3 * TLanes.Count)), w, ref g3, ref m3);
                    }

                    if (t == last)
                        break;
                    Carry(ref h0, ref l0, magic, r);
                    Carry(ref h1, ref l1, magic, r);
                    Carry(ref h2, ref l2, magic, r);
                    Carry(ref h3, ref l3, magic, r);
                    Carry(ref g0, ref m0, magic, r);
                    Carry(ref g1, ref m1, magic, r);
                    Carry(ref g2, ref m2, magic, r);
                    Carry(ref g3, ref m3, magic, r);
                }

                double* a = d0[row] + j, b = d1[row] + j;
                TLanes.Store(a, r.Canonical(Fold(h0, l0, magic, r)));
                TLanes.Store(a + TLanes.Count, r.Canonical(Fold(h1, l1, magic, r)));
                TLanes.Store(a + (2 * TLanes.Count), r.Canonical(Fold(h2, l2, magic, r)));
                TLanes.Store(a + (3 * TLanes.Count), r.Canonical(Fold(h3, l3, magic, r)));
                TLanes.Store(b, r.Canonical(Fold(g0, m0, magic, r)));
                TLanes.Store(b + TLanes.Count, r.Canonical(Fold(g1, m1, magic, r)));
                TLanes.Store(b + (2 * TLanes.Count), r.Canonical(Fold(g2, m2, magic, r)));
                TLanes.Store(b + (3 * TLanes.Count), r.Canonical(Fold(g3, m3, magic, r)));
            }
        }
    }

    /// <summary>As <see cref="ConstantRows"/>, with a whole canonical limb of weights for every term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LimbRows(
        double** x0, double** x1, int* starts, int* columns, int rows, double** weights, double** d0, double** d1, nint at, int n, in SumConstants s)
    {
        var r = new ResidueLanes<TLanes, TVector>(s.Q, s.InverseQ);
        var magic = TLanes.Broadcast(s.Magic);
        for (var row = 0; row < rows; row++)
        {
            int first = starts[row], last = starts[row + 1];
            for (var j = at; j < at + n; j += 2 * TLanes.Count)
            {
                var k = j + TLanes.Count;
                TVector h0 = magic, h1 = magic, g0 = magic, g1 = magic, l0 = default, l1 = default, m0 = default, m1 = default;
                for (int t = first, end = Math.Min(first + s.Terms, last); ; end = Math.Min(t + s.Terms, last))
                {
                    for (; t < end; t++)
                    {
                        double* x = x0[columns[t]], y = x1[columns[t]], w = weights[t];
                        TVector w0 = TLanes.Load(w + j), w1 = TLanes.Load(w + k);
                        Step(TLanes.Load(x + j), w0, ref h0, ref l0);
                        Step(TLanes.Load(x + k), w1, ref h1, ref l1);
                        Step(TLanes.Load(y + j), w0, ref g0, ref m0);
                        Step(TLanes.Load(y + k), w1, ref g1, ref m1);
                    }

                    if (t == last)
                        break;
                    Carry(ref h0, ref l0, magic, r);
                    Carry(ref h1, ref l1, magic, r);
                    Carry(ref g0, ref m0, magic, r);
                    Carry(ref g1, ref m1, magic, r);
                }

                TLanes.Store(d0[row] + j, r.Canonical(Fold(h0, l0, magic, r)));
                TLanes.Store(d0[row] + k, r.Canonical(Fold(h1, l1, magic, r)));
                TLanes.Store(d1[row] + j, r.Canonical(Fold(g0, m0, magic, r)));
                TLanes.Store(d1[row] + k, r.Canonical(Fold(g1, m1, magic, r)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InnerProducts(
        double** x, double** y0, double** y1, int count, double* addend, nint j, double* sum0, double* sum1, ResidueLanes<TLanes, TVector> r, in SumConstants s)
    {
        var k = j + TLanes.Count;
        var magic = TLanes.Broadcast(s.Magic);
        TVector h0 = magic, h1 = magic, g0 = magic, g1 = magic, m0 = default, m1 = default;
        var l0 = addend == null ? default : TLanes.Load(addend + j);
        var l1 = addend == null ? default : TLanes.Load(addend + k);
        for (int i = 0, end = Math.Min(s.Terms, count); ; end = Math.Min(i + s.Terms, count))
        {
            for (; i < end; i++)
            {
                TVector a = TLanes.Load(x[i] + j), b = TLanes.Load(x[i] + k);
                Step(a, TLanes.Load(y0[i] + j), ref h0, ref l0);
                Step(b, TLanes.Load(y0[i] + k), ref h1, ref l1);
                Step(a, TLanes.Load(y1[i] + j), ref g0, ref m0);
                Step(b, TLanes.Load(y1[i] + k), ref g1, ref m1);
            }

            if (i == count)
                break;
            Carry(ref h0, ref l0, magic, r);
            Carry(ref h1, ref l1, magic, r);
            Carry(ref g0, ref m0, magic, r);
            Carry(ref g1, ref m1, magic, r);
        }

        TLanes.Store(sum0, r.Canonical(Fold(h0, l0, magic, r)));
        TLanes.Store(sum0 + TLanes.Count, r.Canonical(Fold(h1, l1, magic, r)));
        TLanes.Store(sum1, r.Canonical(Fold(g0, m0, magic, r)));
        TLanes.Store(sum1 + TLanes.Count, r.Canonical(Fold(g1, m1, magic, r)));
    }

    /// <summary>Eight places through three bits each, to where they belong; added to what is there, or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Place(double* source, byte* within, bool isAccumulated, double* scratch, double* destination, ResidueLanes<TLanes, TVector> r)
    {
        var zero = 0;
        if (!isAccumulated)
        {
            TLanes.Permute(source, &zero, within, 1, destination);
            return;
        }

        TLanes.Permute(source, &zero, within, 1, scratch);
        for (nint j = 0; j < 8; j += TLanes.Count)
        {
            var sum = TLanes.Subtract(TLanes.Add(TLanes.Load(scratch + j), TLanes.Load(destination + j)), r.Q);
            TLanes.Store(destination + j, r.AddIfNegative(sum));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(TVector x, TVector w, ref TVector high, ref TVector low)
    {
        var next = TLanes.MultiplyAdd(x, w, high);
        low = TLanes.Add(low, TLanes.MultiplyAdd(x, w, TLanes.Subtract(high, next)));
        high = next;
    }

    /// <summary>The sum as one integer of at most 2^53, congruent. Never −0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Fold(TVector high, TVector low, TVector magic, ResidueLanes<TLanes, TVector> r)
        => TLanes.Add(r.ReduceLazy(TLanes.Subtract(high, magic)), low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref TVector high, ref TVector low, TVector magic, ResidueLanes<TLanes, TVector> r)
    {
        low = r.ReduceLazy(Fold(high, low, magic, r));
        high = magic;
    }
}
