using System.Runtime.Intrinsics;
using BasedAI.Fhe.Ring.Kernels;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>Transposes and permutes, with the expected order of lanes written out.</summary>
public sealed unsafe class LaneTests
{
    [Fact]
    public void Scalar() => Check<LanesScalar, double>(["0", "1", "2", "3", "4", "5", "6", "7"]);

    [Fact]
    public void Two_lanes()
    {
        Assert.SkipUnless(SimdSelection.IsSupported(SimdWidth.Vector128), "this machine has no 128-bit FMA");
        Check<Lanes128, Vector128<double>>(["0 8", "1 9", "2 10", "3 11", "4 12", "5 13", "6 14", "7 15"]);
    }

    [Fact]
    public void Four_lanes()
    {
        Assert.SkipUnless(SimdSelection.IsSupported(SimdWidth.Vector256), "this machine has no AVX2 with FMA");
        Check<Lanes256, Vector256<double>>(
            ["0 8 16 24", "1 9 17 25", "2 10 18 26", "3 11 19 27", "4 12 20 28", "5 13 21 29", "6 14 22 30", "7 15 23 31"]);
    }

    [Fact]
    public void Eight_lanes()
    {
        Assert.SkipUnless(SimdSelection.IsSupported(SimdWidth.Vector512), "this machine has no AVX-512");
        Check<Lanes512, Vector512<double>>(
        [
            "0 8 16 24 32 40 48 56", "1 9 17 25 33 41 49 57", "2 10 18 26 34 42 50 58", "3 11 19 27 35 43 51 59",
            "4 12 20 28 36 44 52 60", "5 13 21 29 37 45 53 61", "6 14 22 30 38 46 54 62", "7 15 23 31 39 47 55 63",
        ]);
    }

    private static void Check<TLanes, TVector>(string[] columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var count = TLanes.Count;
        var rows = stackalloc double[64];
        for (var i = 0; i < 64; i++)
            rows[i] = i;

        TLanes.LoadColumns(rows, 8, out var x0, out var x1, out var x2, out var x3, out var x4, out var x5, out var x6, out var x7);
        TVector[] forward = [x0, x1, x2, x3, x4, x5, x6, x7];
        Assert.Equal(columns, forward.Select(Text).ToArray());

        // Rows in reverse order: every lane order turned round.
        TLanes.LoadColumns(rows + (8 * (count - 1)), -8, out x0, out x1, out x2, out x3, out x4, out x5, out x6, out x7);
        TVector[] backward = [x0, x1, x2, x3, x4, x5, x6, x7];
        Assert.Equal(columns.Select(column => string.Join(' ', column.Split(' ').Reverse())).ToArray(), backward.Select(Text).ToArray());

        var stored = stackalloc double[64];
        TLanes.StoreColumns(stored + (8 * (count - 1)), -8, x0, x1, x2, x3, x4, x5, x6, x7);
        for (var i = 0; i < 8 * count; i++)
            Assert.Equal(i, stored[i]);

        int[] blocks = [7, 0, 3];
        byte[] within = [7, 6, 5, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 1, 0, 3, 2, 5, 4, 7, 6];
        fixed (int* b = blocks)
        fixed (byte* w = within)
            TLanes.Permute(rows, b, w, 3, stored);
        for (var i = 0; i < 24; i++)
            Assert.Equal((8 * blocks[i / 8]) + within[i], stored[i]);

        static string Text(TVector vector)
        {
            var lanes = stackalloc double[8];
            TLanes.Store(lanes, vector);
            return string.Join(' ', new Span<double>(lanes, TLanes.Count).ToArray());
        }
    }
}
