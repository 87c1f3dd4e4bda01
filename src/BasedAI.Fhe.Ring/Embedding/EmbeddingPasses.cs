// Two stages to a pass; the three smallest stages ("tail") run on eight neighbours per lane, transposed in registers, and are fused with the bit reversal:
// the lanes of a register are eight blocks whose numbers are consecutive once their bits are reversed.
using System.Runtime.CompilerServices;
using BasedAI.Fhe.Ring.Kernels;

namespace BasedAI.Fhe.Ring.Embedding;

/// <summary>Stages of the embedding over one instruction width.</summary>
internal static unsafe class EmbeddingPasses<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int TailStages = 3;

    public static void Forward(double* sourceRe, double* sourceIm, double* re, double* im, EmbeddingTables tables)
    {
        if (tables.LogSlots < TailStages)
        {
            Reverse(sourceRe, sourceIm, re, im, tables);
            for (var small = 0; small < tables.LogSlots; small++)
                ForwardRadix2(re, im, tables, small);
            return;
        }
        ForwardTail(sourceRe, sourceIm, re, im, tables);
        var s = TailStages;
        for (; s + 2 <= tables.LogSlots; s += 2)
            ForwardRadix4(re, im, tables, s);
        if (s < tables.LogSlots)
            ForwardRadix2(re, im, tables, s);
    }

    public static void Inverse(double* sourceRe, double* sourceIm, double* re, double* im, EmbeddingTables tables)
    {
        var s = tables.LogSlots;
        if (s < TailStages)
        {
            while (s > 0)
                InverseRadix2(sourceRe, sourceIm, tables, --s);
            Reverse(sourceRe, sourceIm, re, im, tables);
            return;
        }
        if ((s - TailStages) % 2 != 0)
            InverseRadix2(sourceRe, sourceIm, tables, --s);
        for (; s > TailStages; s -= 2)
            InverseRadix4(sourceRe, sourceIm, tables, s - 2);
        InverseTail(sourceRe, sourceIm, re, im, tables);
    }

    // Fewer than eight slots, one lane.
    private static void Reverse(double* sourceRe, double* sourceIm, double* re, double* im, EmbeddingTables tables)
    {
        for (var i = 0; i < 1 << tables.LogSlots; i++)
        {
            var j = Ntt.NttTables.ReverseBits((uint)i, tables.LogSlots);
            (re[i], im[i]) = (sourceRe[j], sourceIm[j]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRadix2(double* re, double* im, EmbeddingTables tables, int s)
    {
        nint half = (nint)1 << s, n = (nint)1 << tables.LogSlots;
        for (nint block = 0; block < n; block += 2 * half)
        {
            for (nint j = 0; j < half; j += TLanes.Count)
            {
                var a = Load(re, im, block + j);
                var b = Load(re, im, block + j + half);
                Forward(ref a, ref b, Root(tables, half + j));
                Store(re, im, block + j, a);
                Store(re, im, block + j + half, b);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InverseRadix2(double* re, double* im, EmbeddingTables tables, int s)
    {
        nint half = (nint)1 << s, n = (nint)1 << tables.LogSlots;
        for (nint block = 0; block < n; block += 2 * half)
        {
            for (nint j = 0; j < half; j += TLanes.Count)
            {
                var a = Load(re, im, block + j);
                var b = Load(re, im, block + j + half);
                Inverse(ref a, ref b, Root(tables, half + j));
                Store(re, im, block + j, a);
                Store(re, im, block + j + half, b);
            }
        }
    }

    // Stages s and s + 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRadix4(double* re, double* im, EmbeddingTables tables, int s)
    {
        nint h = (nint)1 << s, n = (nint)1 << tables.LogSlots;
        for (nint block = 0; block < n; block += 4 * h)
        {
            for (nint j = 0; j < h; j += TLanes.Count)
            {
                var p = block + j;
                var a = Load(re, im, p);
                var b = Load(re, im, p + h);
                var c = Load(re, im, p + (2 * h));
                var d = Load(re, im, p + (3 * h));
                var w = Root(tables, h + j);
                Forward(ref a, ref b, w);
                Forward(ref c, ref d, w);
                Forward(ref a, ref c, Root(tables, (2 * h) + j));
                Forward(ref b, ref d, Root(tables, (3 * h) + j));
                Store(re, im, p, a);
                Store(re, im, p + h, b);
                Store(re, im, p + (2 * h), c);
                Store(re, im, p + (3 * h), d);
            }
        }
    }

    // Stages s + 1 and s.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InverseRadix4(double* re, double* im, EmbeddingTables tables, int s)
    {
        nint h = (nint)1 << s, n = (nint)1 << tables.LogSlots;
        for (nint block = 0; block < n; block += 4 * h)
        {
            for (nint j = 0; j < h; j += TLanes.Count)
            {
                var p = block + j;
                var a = Load(re, im, p);
                var b = Load(re, im, p + h);
                var c = Load(re, im, p + (2 * h));
                var d = Load(re, im, p + (3 * h));
                Inverse(ref a, ref c, Root(tables, (2 * h) + j));
                Inverse(ref b, ref d, Root(tables, (3 * h) + j));
                var w = Root(tables, h + j);
                Inverse(ref a, ref b, w);
                Inverse(ref c, ref d, w);
                Store(re, im, p, a);
                Store(re, im, p + h, b);
                Store(re, im, p + (2 * h), c);
                Store(re, im, p + (3 * h), d);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardTail(double* sourceRe, double* sourceIm, double* re, double* im, EmbeddingTables tables)
    {
        nint n = (nint)1 << tables.LogSlots, eighth = n / 8, groups = eighth / TLanes.Count, stride = n / TLanes.Count;
        var bits = tables.LogSlots - 3 - int.Log2(TLanes.Count);
        for (nint g = 0; g < groups; g++)
        {
            var p = g * TLanes.Count;
            Complex x0 = Gather(sourceRe, sourceIm, p), x1 = Gather(sourceRe, sourceIm, p + (4 * eighth));
            Complex x2 = Gather(sourceRe, sourceIm, p + (2 * eighth)), x3 = Gather(sourceRe, sourceIm, p + (6 * eighth));
            Complex x4 = Gather(sourceRe, sourceIm, p + eighth), x5 = Gather(sourceRe, sourceIm, p + (5 * eighth));
            Complex x6 = Gather(sourceRe, sourceIm, p + (3 * eighth)), x7 = Gather(sourceRe, sourceIm, p + (7 * eighth));
            var w = Constant(tables, 1);
            Forward(ref x0, ref x1, w);
            Forward(ref x2, ref x3, w);
            Forward(ref x4, ref x5, w);
            Forward(ref x6, ref x7, w);
            w = Constant(tables, 2);
            Forward(ref x0, ref x2, w);
            Forward(ref x4, ref x6, w);
            w = Constant(tables, 3);
            Forward(ref x1, ref x3, w);
            Forward(ref x5, ref x7, w);
            Forward(ref x0, ref x4, Constant(tables, 4));
            Forward(ref x1, ref x5, Constant(tables, 5));
            Forward(ref x2, ref x6, Constant(tables, 6));
            Forward(ref x3, ref x7, Constant(tables, 7));
            var rows = 8 * (nint)Ntt.NttTables.ReverseBits((uint)g, bits);
            TLanes.StoreColumns(re + rows, stride, x0.Re, x1.Re, x2.Re, x3.Re, x4.Re, x5.Re, x6.Re, x7.Re);
            TLanes.StoreColumns(im + rows, stride, x0.Im, x1.Im, x2.Im, x3.Im, x4.Im, x5.Im, x6.Im, x7.Im);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InverseTail(double* sourceRe, double* sourceIm, double* re, double* im, EmbeddingTables tables)
    {
        nint n = (nint)1 << tables.LogSlots, eighth = n / 8, groups = eighth / TLanes.Count, stride = n / TLanes.Count;
        var bits = tables.LogSlots - 3 - int.Log2(TLanes.Count);
        Complex x0, x1, x2, x3, x4, x5, x6, x7;
        for (nint g = 0; g < groups; g++)
        {
            var rows = 8 * (nint)Ntt.NttTables.ReverseBits((uint)g, bits);
            TLanes.LoadColumns(sourceRe + rows, stride, out x0.Re, out x1.Re, out x2.Re, out x3.Re, out x4.Re, out x5.Re, out x6.Re, out x7.Re);
            TLanes.LoadColumns(sourceIm + rows, stride, out x0.Im, out x1.Im, out x2.Im, out x3.Im, out x4.Im, out x5.Im, out x6.Im, out x7.Im);
            Inverse(ref x0, ref x4, Constant(tables, 4));
            Inverse(ref x1, ref x5, Constant(tables, 5));
            Inverse(ref x2, ref x6, Constant(tables, 6));
            Inverse(ref x3, ref x7, Constant(tables, 7));
            var w = Constant(tables, 2);
            Inverse(ref x0, ref x2, w);
            Inverse(ref x4, ref x6, w);
            w = Constant(tables, 3);
            Inverse(ref x1, ref x3, w);
            Inverse(ref x5, ref x7, w);
            w = Constant(tables, 1);
            Inverse(ref x0, ref x1, w);
            Inverse(ref x2, ref x3, w);
            Inverse(ref x4, ref x5, w);
            Inverse(ref x6, ref x7, w);
            var p = g * TLanes.Count;
            Scatter(re, im, p, x0);
            Scatter(re, im, p + (4 * eighth), x1);
            Scatter(re, im, p + (2 * eighth), x2);
            Scatter(re, im, p + (6 * eighth), x3);
            Scatter(re, im, p + eighth, x4);
            Scatter(re, im, p + (5 * eighth), x5);
            Scatter(re, im, p + (3 * eighth), x6);
            Scatter(re, im, p + (7 * eighth), x7);
        }
    }

    // (a, b) → (a + b·w, a − b·w)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward(ref Complex a, ref Complex b, Complex w)
    {
        var tRe = TLanes.Subtract(TLanes.Multiply(b.Re, w.Re), TLanes.Multiply(b.Im, w.Im));
        var tIm = TLanes.Add(TLanes.Multiply(b.Re, w.Im), TLanes.Multiply(b.Im, w.Re));
        b.Re = TLanes.Subtract(a.Re, tRe);
        b.Im = TLanes.Subtract(a.Im, tIm);
        a.Re = TLanes.Add(a.Re, tRe);
        a.Im = TLanes.Add(a.Im, tIm);
    }

    // (a, b) → (a + b, (a − b)·conj(w))
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inverse(ref Complex a, ref Complex b, Complex w)
    {
        var dRe = TLanes.Subtract(a.Re, b.Re);
        var dIm = TLanes.Subtract(a.Im, b.Im);
        a.Re = TLanes.Add(a.Re, b.Re);
        a.Im = TLanes.Add(a.Im, b.Im);
        b.Re = TLanes.Add(TLanes.Multiply(dRe, w.Re), TLanes.Multiply(dIm, w.Im));
        b.Im = TLanes.Subtract(TLanes.Multiply(dIm, w.Re), TLanes.Multiply(dRe, w.Im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Complex Load(double* re, double* im, nint place) => new(TLanes.Load(re + place), TLanes.Load(im + place));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* re, double* im, nint place, Complex value)
    {
        TLanes.Store(re + place, value.Re);
        TLanes.Store(im + place, value.Im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Complex Gather(double* re, double* im, nint place)
        => new(TLanes.ReverseLaneBits(TLanes.Load(re + place)), TLanes.ReverseLaneBits(TLanes.Load(im + place)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(double* re, double* im, nint place, Complex value)
    {
        TLanes.Store(re + place, TLanes.ReverseLaneBits(value.Re));
        TLanes.Store(im + place, TLanes.ReverseLaneBits(value.Im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Complex Root(EmbeddingTables tables, nint place) => new(TLanes.Load(tables.RootRe + place), TLanes.Load(tables.RootIm + place));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Complex Constant(EmbeddingTables tables, int place) => new(TLanes.Broadcast(tables.RootRe[place]), TLanes.Broadcast(tables.RootIm[place]));

    private struct Complex(TVector re, TVector im)
    {
        public TVector Re = re;
        public TVector Im = im;
    }
}
