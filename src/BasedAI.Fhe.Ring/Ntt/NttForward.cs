// Forward negacyclic transform, in place: natural order in, bit-reversed order out; [0,q) in, [0,q) out.
// Layer with m groups of size t: (u, v) → (u + v·W[m+i], u − v·W[m+i]) at distance t/2 (Cooley-Tukey with ψ merged: Longa, Naehrig 2016, algorithm 1).
// Cost: logN·N/2 products. Ranges: notes/lazy-ranges.md, section 2.
using System.Runtime.CompilerServices;
using BasedAI.Fhe.Ring.Kernels;

namespace BasedAI.Fhe.Ring.Ntt;

/// <summary>Cooley-Tukey passes over one instruction width.</summary>
internal static unsafe class NttForward<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static void Transform(double* a, NttTables tables)
    {
        var passes = tables.Schedule.Passes;
        var whole = tables.Schedule.WholePasses;
        int m = 1, size = 1 << tables.LogN;
        for (var k = 0; k < whole; k++)
        {
            Pass(passes[k], a, tables, m, 0, m, size);
            m <<= passes[k].Layers;
            size >>= passes[k].Layers;
        }
        for (var block = 0; block < m; block++)
        {
            var b = a + ((nint)block * size);
            int first = block, count = 1, width = size, groups = m;
            for (var k = whole; k < passes.Length; k++)
            {
                Pass(passes[k], b, tables, groups, first, count, width);
                groups <<= passes[k].Layers;
                first <<= passes[k].Layers;
                count <<= passes[k].Layers;
                width >>= passes[k].Layers;
            }
            Tail(b, tables, first, count);
        }
    }

    private static void Tail(double* a, NttTables tables, int first, int count)
    {
        if (tables.Schedule.ForwardTailReducesLast)
            Tail<True, True>(a, tables, first, count);
        else if (tables.Schedule.ForwardTailReducesFirst)
            Tail<True, False>(a, tables, first, count);
        else
            Tail<False, False>(a, tables, first, count);
    }

    private static void Pass(NttPass pass, double* a, NttTables tables, int m, int first, int count, int size)
    {
        if (pass.Layers == 3 && pass.ForwardReduces)
            Radix8<True>(a, tables, m, first, count, size);
        else if (pass.Layers == 3)
            Radix8<False>(a, tables, m, first, count, size);
        else if (pass.ForwardReduces)
            Radix4<True>(a, tables, m, first, count, size);
        else
            Radix4<False>(a, tables, m, first, count, size);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix4<TReduce>(double* a, NttTables tables, int m, int first, int count, int size)
        where TReduce : struct, IFlag
    {
        var r = new ResidueLanes<TLanes, TVector>(tables.Constants.Q, tables.Constants.InverseQ);
        nint quarter = size / 4;
        var w1 = tables.Factors + m + first;
        var w2 = tables.Factors + (2 * (m + first));
        for (var i = 0; i < count; i++, w1++, w2 += 2, a += size)
        {
            var f1 = r.Prepare(w1[0]);
            var f2 = r.Prepare(w2[0]);
            var f3 = r.Prepare(w2[1]);
            for (nint j = 0; j < quarter; j += TLanes.Count)
            {
                var p = a + j;
                var x0 = TLanes.Load(p);
                var x1 = TLanes.Load(p + quarter);
                var x2 = TLanes.Load(p + (2 * quarter));
                var x3 = TLanes.Load(p + (3 * quarter));
                if (TReduce.Value)
                {
                    x0 = r.ReduceLazy(x0);
                    x1 = r.ReduceLazy(x1);
                }
                Butterfly(ref x0, ref x2, f1, r);
                Butterfly(ref x1, ref x3, f1, r);
                Butterfly(ref x0, ref x1, f2, r);
                Butterfly(ref x2, ref x3, f3, r);
                TLanes.Store(p, x0);
                TLanes.Store(p + quarter, x1);
                TLanes.Store(p + (2 * quarter), x2);
                TLanes.Store(p + (3 * quarter), x3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix8<TReduce>(double* a, NttTables tables, int m, int first, int count, int size)
        where TReduce : struct, IFlag
    {
        var r = new ResidueLanes<TLanes, TVector>(tables.Constants.Q, tables.Constants.InverseQ);
        nint eighth = size / 8;
        var w1 = tables.Factors + m + first;
        var w2 = tables.Factors + (2 * (m + first));
        var w4 = tables.Factors + (4 * (m + first));
        for (var i = 0; i < count; i++, w1++, w2 += 2, w4 += 4, a += size)
        {
            var f1 = r.Prepare(w1[0]);
            var f2 = r.Prepare(w2[0]);
            var f3 = r.Prepare(w2[1]);
            var f4 = r.Prepare(w4[0]);
            var f5 = r.Prepare(w4[1]);
            var f6 = r.Prepare(w4[2]);
            var f7 = r.Prepare(w4[3]);
            for (nint j = 0; j < eighth; j += TLanes.Count)
            {
                var p = a + j;
                var p4 = p + (4 * eighth);
                var x0 = TLanes.Load(p);
                var x1 = TLanes.Load(p + eighth);
                var x2 = TLanes.Load(p + (2 * eighth));
                var x3 = TLanes.Load(p + (3 * eighth));
                var x4 = TLanes.Load(p4);
                var x5 = TLanes.Load(p4 + eighth);
                var x6 = TLanes.Load(p4 + (2 * eighth));
                var x7 = TLanes.Load(p4 + (3 * eighth));
                if (TReduce.Value)
                {
                    x0 = r.ReduceLazy(x0);
                    x1 = r.ReduceLazy(x1);
                    x2 = r.ReduceLazy(x2);
                    x3 = r.ReduceLazy(x3);
                }
                Butterfly(ref x0, ref x4, f1, r);
                Butterfly(ref x1, ref x5, f1, r);
                Butterfly(ref x2, ref x6, f1, r);
                Butterfly(ref x3, ref x7, f1, r);
                Butterfly(ref x0, ref x2, f2, r);
                Butterfly(ref x1, ref x3, f2, r);
                Butterfly(ref x4, ref x6, f3, r);
                Butterfly(ref x5, ref x7, f3, r);
                Butterfly(ref x0, ref x1, f4, r);
                TLanes.Store(p, x0);
                TLanes.Store(p + eighth, x1);
                Butterfly(ref x2, ref x3, f5, r);
                TLanes.Store(p + (2 * eighth), x2);
                TLanes.Store(p + (3 * eighth), x3);
                Butterfly(ref x4, ref x5, f6, r);
                TLanes.Store(p4, x4);
                TLanes.Store(p4 + eighth, x5);
                Butterfly(ref x6, ref x7, f7, r);
                TLanes.Store(p4 + (2 * eighth), x6);
                TLanes.Store(p4 + (3 * eighth), x7);
            }
        }
    }

    // Eight neighbours per lane: three layers without leaving the registers, then [0,q).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tail<TFirst, TLast>(double* a, NttTables tables, int first, int count)
        where TFirst : struct, IFlag
        where TLast : struct, IFlag
    {
        var r = new ResidueLanes<TLanes, TVector>(tables.Constants.Q, tables.Constants.InverseQ);
        for (var s = first; s < first + count; s += TLanes.Count, a += 8 * TLanes.Count)
        {
            var w = tables.Tail + ((nint)(s >> 3) * 56) + (s & 7);
            TLanes.LoadColumns(a, 8, out var x0, out var x1, out var x2, out var x3, out var x4, out var x5, out var x6, out var x7);
            if (TFirst.Value)
            {
                x0 = r.ReduceLazy(x0);
                x1 = r.ReduceLazy(x1);
                x2 = r.ReduceLazy(x2);
                x3 = r.ReduceLazy(x3);
            }
            var f = TLanes.Load(w);
            Butterfly(ref x0, ref x4, f, r);
            Butterfly(ref x1, ref x5, f, r);
            Butterfly(ref x2, ref x6, f, r);
            Butterfly(ref x3, ref x7, f, r);
            f = TLanes.Load(w + 8);
            Butterfly(ref x0, ref x2, f, r);
            Butterfly(ref x1, ref x3, f, r);
            f = TLanes.Load(w + 16);
            Butterfly(ref x4, ref x6, f, r);
            Butterfly(ref x5, ref x7, f, r);
            LastButterfly<TLast>(ref x0, ref x1, TLanes.Load(w + 24), r);
            LastButterfly<TLast>(ref x2, ref x3, TLanes.Load(w + 32), r);
            LastButterfly<TLast>(ref x4, ref x5, TLanes.Load(w + 40), r);
            LastButterfly<TLast>(ref x6, ref x7, TLanes.Load(w + 48), r);
            TLanes.StoreColumns(a, 8, x0, x1, x2, x3, x4, x5, x6, x7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(ref TVector u, ref TVector v, TVector w, ResidueLanes<TLanes, TVector> r)
    {
        var t = r.MultiplyByFactorLazy(v, w);
        v = TLanes.Subtract(u, t);
        u = TLanes.Add(u, t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(ref TVector u, ref TVector v, ResidueLanes<TLanes, TVector>.Factor w, ResidueLanes<TLanes, TVector> r)
    {
        var t = r.MultiplyLazy(v, w);
        v = TLanes.Subtract(u, t);
        u = TLanes.Add(u, t);
    }

    // Both results are within reach of the narrow reduction, and u is never −0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LastButterfly<TReduce>(ref TVector u, ref TVector v, TVector w, ResidueLanes<TLanes, TVector> r)
        where TReduce : struct, IFlag
    {
        if (TReduce.Value)
            u = r.ReduceLazy(u);
        Butterfly(ref u, ref v, w, r);
        u = r.CanonicalFromNarrow(u);
        v = r.CanonicalFromNarrow(v);
    }
}
