// Inverse negacyclic transform, in place: bit-reversed order in, natural order out; [0,q) in, [0,q) out.
// Layer with m groups: (u, v) → (u + v, (u − v)·ψ^-rev(m+i)) = (u + v, (v − u)·W[2m−1−i]) (Gentleman-Sande: Longa, Naehrig 2016, algorithm 2).
// 1/N is multiplied into the last layer. Between passes every value lies within ±2·2^50: notes/lazy-ranges.md, section 3.
using System.Runtime.CompilerServices;
using BasedAI.Fhe.Ring.Kernels;

namespace BasedAI.Fhe.Ring.Ntt;

/// <summary>Gentleman-Sande passes over one instruction width.</summary>
internal static unsafe class NttInverse<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Writes the coefficients times scale·N to a; source may be a. scaled is scale·W[1].</summary>
    public static void Transform(double* source, double* a, NttTables tables, double scale, double scaled)
    {
        var passes = tables.Schedule.Passes;
        var whole = tables.Schedule.WholePasses;
        var logBlock = tables.LogN;
        for (var k = 0; k < whole; k++)
            logBlock -= passes[k].Layers;
        var blocks = 1 << (tables.LogN - logBlock);
        var innerLayers = logBlock - NttSchedule.TailLayers;
        for (var block = 0; block < blocks; block++)
        {
            var b = a + ((nint)block << logBlock);
            Tail(source + ((nint)block << logBlock), b, tables, block << innerLayers, 1 << innerLayers);
            var count = innerLayers;
            for (var k = passes.Length - 1; k >= whole; k--)
            {
                count -= passes[k].Layers;
                Pass(passes[k], k == 0, b, tables, scale, scaled, blocks << count, block << count, 1 << count, 1 << (logBlock - count));
            }
        }
        var logM = tables.LogN - logBlock;
        for (var k = whole - 1; k >= 0; k--)
        {
            logM -= passes[k].Layers;
            Pass(passes[k], k == 0, a, tables, scale, scaled, 1 << logM, 0, 1 << logM, 1 << (tables.LogN - logM));
        }
    }

    private static void Tail(double* source, double* a, NttTables tables, int first, int count)
    {
        if (tables.Schedule.InverseTailReduces)
            Tail<True>(source, a, tables, first, count);
        else
            Tail<False>(source, a, tables, first, count);
    }

    private static void Pass(NttPass pass, bool last, double* a, NttTables tables, double scale, double scaled, int m, int first, int count, int size)
    {
        if (pass.InverseReduces)
            Pass<True>(pass.Layers, last, a, tables, scale, scaled, m, first, count, size);
        else
            Pass<False>(pass.Layers, last, a, tables, scale, scaled, m, first, count, size);
    }

    private static void Pass<TReduce>(int layers, bool last, double* a, NttTables tables, double scale, double scaled, int m, int first, int count, int size)
        where TReduce : struct, IFlag
    {
        if (layers == 3 && last)
            Radix8<TReduce, True>(a, tables, scale, scaled, m, first, count, size);
        else if (layers == 3)
            Radix8<TReduce, False>(a, tables, scale, scaled, m, first, count, size);
        else if (last)
            Radix4<TReduce, True>(a, tables, scale, scaled, m, first, count, size);
        else
            Radix4<TReduce, False>(a, tables, scale, scaled, m, first, count, size);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tail<TReduce>(double* source, double* a, NttTables tables, int first, int count)
        where TReduce : struct, IFlag
    {
        var r = new ResidueLanes<TLanes, TVector>(tables.Constants.Q, tables.Constants.InverseQ);
        var last = (1 << (tables.LogN - 3)) - TLanes.Count;
        for (var s = first; s < first + count; s += TLanes.Count, source += 8 * TLanes.Count, a += 8 * TLanes.Count)
        {
            // Groups in reverse order, so that the lanes meet their mirrored factors in the order of the table.
            var rows = a + (8 * (TLanes.Count - 1));
            var mirror = last - s;
            var w = tables.Tail + ((nint)(mirror >> 3) * 56) + (mirror & 7);
            TLanes.LoadColumns(source + (8 * (TLanes.Count - 1)), -8, out var x0, out var x1, out var x2, out var x3, out var x4, out var x5, out var x6, out var x7);
            Butterfly(ref x0, ref x1, TLanes.Load(w + 48), r);
            Butterfly(ref x2, ref x3, TLanes.Load(w + 40), r);
            Butterfly(ref x4, ref x5, TLanes.Load(w + 32), r);
            Butterfly(ref x6, ref x7, TLanes.Load(w + 24), r);
            var f = TLanes.Load(w + 16);
            Butterfly(ref x0, ref x2, f, r);
            Butterfly(ref x1, ref x3, f, r);
            f = TLanes.Load(w + 8);
            Butterfly(ref x4, ref x6, f, r);
            Butterfly(ref x5, ref x7, f, r);
            if (TReduce.Value)
            {
                x0 = r.ReduceLazy(x0);
                x4 = r.ReduceLazy(x4);
            }
            f = TLanes.Load(w);
            Butterfly(ref x0, ref x4, f, r);
            Butterfly(ref x1, ref x5, f, r);
            Butterfly(ref x2, ref x6, f, r);
            Butterfly(ref x3, ref x7, f, r);
            if (TReduce.Value)
            {
                x1 = r.ReduceLazy(x1);
                x2 = r.ReduceLazy(x2);
            }
            TLanes.StoreColumns(rows, -8, x0, x1, x2, x3, x4, x5, x6, x7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix8<TReduce, TLast>(double* a, NttTables tables, double scale, double scaled, int m, int first, int count, int size)
        where TReduce : struct, IFlag
        where TLast : struct, IFlag
    {
        var r = new ResidueLanes<TLanes, TVector>(tables.Constants.Q, tables.Constants.InverseQ);
        var s0 = r.Prepare(scale);
        var s1 = r.Prepare(scaled);
        nint eighth = size / 8;
        var mirror = (2 * m) - 1 - first;
        var w1 = tables.Factors + mirror;
        var w2 = tables.Factors + (2 * mirror);
        var w4 = tables.Factors + (4 * mirror);
        for (var i = 0; i < count; i++, w1--, w2 -= 2, w4 -= 4, a += size)
        {
            var f1 = r.Prepare(w1[0]);
            var f2 = r.Prepare(w2[1]);
            var f3 = r.Prepare(w2[0]);
            var f4 = r.Prepare(w4[3]);
            var f5 = r.Prepare(w4[2]);
            var f6 = r.Prepare(w4[1]);
            var f7 = r.Prepare(w4[0]);
            for (nint j = 0; j < eighth; j += TLanes.Count)
            {
                var p = a + j;
                var p4 = p + (4 * eighth);
                var x0 = TLanes.Load(p);
                var x1 = TLanes.Load(p + eighth);
                var x2 = TLanes.Load(p + (2 * eighth));
                var x3 = TLanes.Load(p + (3 * eighth));
                Butterfly(ref x0, ref x1, f4, r);
                Butterfly(ref x2, ref x3, f5, r);
                var x4 = TLanes.Load(p4);
                var x5 = TLanes.Load(p4 + eighth);
                var x6 = TLanes.Load(p4 + (2 * eighth));
                var x7 = TLanes.Load(p4 + (3 * eighth));
                Butterfly(ref x4, ref x5, f6, r);
                Butterfly(ref x6, ref x7, f7, r);
                Butterfly(ref x0, ref x2, f2, r);
                Butterfly(ref x1, ref x3, f2, r);
                Butterfly(ref x4, ref x6, f3, r);
                Butterfly(ref x5, ref x7, f3, r);
                if (TReduce.Value)
                {
                    x0 = r.ReduceLazy(x0);
                    x4 = r.ReduceLazy(x4);
                }
                if (TLast.Value)
                {
                    LastButterfly(ref x0, ref x4, s0, s1, r);
                    LastButterfly(ref x1, ref x5, s0, s1, r);
                    LastButterfly(ref x2, ref x6, s0, s1, r);
                    LastButterfly(ref x3, ref x7, s0, s1, r);
                }
                else
                {
                    Butterfly(ref x0, ref x4, f1, r);
                    Butterfly(ref x1, ref x5, f1, r);
                    Butterfly(ref x2, ref x6, f1, r);
                    Butterfly(ref x3, ref x7, f1, r);
                    if (TReduce.Value)
                    {
                        x1 = r.ReduceLazy(x1);
                        x2 = r.ReduceLazy(x2);
                    }
                }
                TLanes.Store(p, x0);
                TLanes.Store(p + eighth, x1);
                TLanes.Store(p + (2 * eighth), x2);
                TLanes.Store(p + (3 * eighth), x3);
                TLanes.Store(p4, x4);
                TLanes.Store(p4 + eighth, x5);
                TLanes.Store(p4 + (2 * eighth), x6);
                TLanes.Store(p4 + (3 * eighth), x7);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix4<TReduce, TLast>(double* a, NttTables tables, double scale, double scaled, int m, int first, int count, int size)
        where TReduce : struct, IFlag
        where TLast : struct, IFlag
    {
        var r = new ResidueLanes<TLanes, TVector>(tables.Constants.Q, tables.Constants.InverseQ);
        var s0 = r.Prepare(scale);
        var s1 = r.Prepare(scaled);
        nint quarter = size / 4;
        var mirror = (2 * m) - 1 - first;
        var w1 = tables.Factors + mirror;
        var w2 = tables.Factors + (2 * mirror);
        for (var i = 0; i < count; i++, w1--, w2 -= 2, a += size)
        {
            var f1 = r.Prepare(w1[0]);
            var f2 = r.Prepare(w2[1]);
            var f3 = r.Prepare(w2[0]);
            for (nint j = 0; j < quarter; j += TLanes.Count)
            {
                var p = a + j;
                var x0 = TLanes.Load(p);
                var x1 = TLanes.Load(p + quarter);
                var x2 = TLanes.Load(p + (2 * quarter));
                var x3 = TLanes.Load(p + (3 * quarter));
                Butterfly(ref x0, ref x1, f2, r);
                Butterfly(ref x2, ref x3, f3, r);
                if (TReduce.Value)
                {
                    x0 = r.ReduceLazy(x0);
                    x2 = r.ReduceLazy(x2);
                }
                if (TLast.Value)
                {
                    LastButterfly(ref x0, ref x2, s0, s1, r);
                    LastButterfly(ref x1, ref x3, s0, s1, r);
                }
                else
                {
                    Butterfly(ref x0, ref x2, f1, r);
                    Butterfly(ref x1, ref x3, f1, r);
                    if (TReduce.Value)
                        x1 = r.ReduceLazy(x1);
                }
                TLanes.Store(p, x0);
                TLanes.Store(p + quarter, x1);
                TLanes.Store(p + (2 * quarter), x2);
                TLanes.Store(p + (3 * quarter), x3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(ref TVector u, ref TVector v, TVector w, ResidueLanes<TLanes, TVector> r)
    {
        var t = TLanes.Subtract(v, u);
        u = TLanes.Add(u, v);
        v = r.MultiplyByFactorLazy(t, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(ref TVector u, ref TVector v, ResidueLanes<TLanes, TVector>.Factor w, ResidueLanes<TLanes, TVector> r)
    {
        var t = TLanes.Subtract(v, u);
        u = TLanes.Add(u, v);
        v = r.MultiplyLazy(t, w);
    }

    // Both products are within reach of the narrow reduction, and never −0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LastButterfly(
        ref TVector u, ref TVector v, ResidueLanes<TLanes, TVector>.Factor scale, ResidueLanes<TLanes, TVector>.Factor scaled, ResidueLanes<TLanes, TVector> r)
    {
        var t = TLanes.Subtract(v, u);
        u = r.CanonicalFromNarrow(r.MultiplyLazy(TLanes.Add(u, v), scale));
        v = r.CanonicalFromNarrow(r.MultiplyLazy(t, scaled));
    }
}
