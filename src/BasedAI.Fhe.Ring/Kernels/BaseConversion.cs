// One target limb of a fast base conversion (BasisConverter.cs has the formula). Ranges in units of 2^50: a term adds at most M(1) = 11/16, the sum is reduced before
// every fourth term but the first, so it stays within 1/2 + 4·11/16 = 3.25. The quotient v lies in [0, k]; for k ≤ 8 primes v·P is an exact product of at most 4.
using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>The sum over the primes converted from.</summary>
internal static unsafe class BaseConversion<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int MaxExactQuotient = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Convert(double** y, int count, double* shares, double* factors, double minusP, double* destination, int n, in ModulusConstants q)
    {
        var r = new ResidueLanes<TLanes, TVector>(q.Q, q.InverseQ);
        var p = TLanes.Broadcast(minusP);
        for (nint j = 0; j < n; j += 2 * TLanes.Count)
        {
            var k = j + TLanes.Count;
            var ya = TLanes.Load(y[0] + j);
            var yb = TLanes.Load(y[0] + k);
            var share = TLanes.Broadcast(shares[0]);
            var factor = TLanes.Broadcast(factors[0]);
            var quotient = TLanes.Broadcast(factors[1]);
            var va = TLanes.Multiply(ya, share);
            var vb = TLanes.Multiply(yb, share);
            var a = r.MultiplyByPreparedLazy(ya, factor, quotient);
            var b = r.MultiplyByPreparedLazy(yb, factor, quotient);
            for (var i = 1; i < count; i++)
            {
                ya = TLanes.Load(y[i] + j);
                yb = TLanes.Load(y[i] + k);
                share = TLanes.Broadcast(shares[i]);
                factor = TLanes.Broadcast(factors[2 * i]);
                quotient = TLanes.Broadcast(factors[(2 * i) + 1]);
                va = TLanes.MultiplyAdd(ya, share, va);
                vb = TLanes.MultiplyAdd(yb, share, vb);
                if ((i & 3) == 0)
                {
                    a = r.ReduceLazy(a);
                    b = r.ReduceLazy(b);
                }
                a = TLanes.Add(a, r.MultiplyByPreparedLazy(ya, factor, quotient));
                b = TLanes.Add(b, r.MultiplyByPreparedLazy(yb, factor, quotient));
            }
            va = TLanes.Round(va);
            vb = TLanes.Round(vb);
            a = count <= MaxExactQuotient ? TLanes.MultiplyAdd(va, p, a) : TLanes.Add(a, r.MultiplyLazy(va, p));
            b = count <= MaxExactQuotient ? TLanes.MultiplyAdd(vb, p, b) : TLanes.Add(b, r.MultiplyLazy(vb, p));
            TLanes.Store(destination + j, r.ReduceLazy(a));
            TLanes.Store(destination + k, r.ReduceLazy(b));
        }
    }
}
