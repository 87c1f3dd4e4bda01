using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>Eight doubles: x86 AVX-512F.</summary>
internal unsafe readonly struct Lanes512 : ILanes<Vector512<double>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(double* address) => Sse.Prefetch0(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector512<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> left, Vector512<double> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> left, Vector512<double> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> left, Vector512<double> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> left, Vector512<double> right, Vector512<double> addend)
        => Avx512F.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> NegatedMultiplyAdd(Vector512<double> left, Vector512<double> right, Vector512<double> addend)
        => Avx512F.FusedMultiplyAddNegated(left, right, addend);

    // RoundScale control: bits 7-4 zero = to integers; 8 = nearest even, 9 = down; both without the inexact flag.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Round(Vector512<double> value) => Avx512F.RoundScale(value, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Floor(Vector512<double> value) => Avx512F.RoundScale(value, 9);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> SelectIfNegative(Vector512<double> test, Vector512<double> whenNegative, Vector512<double> otherwise)
        => Vector512.ConditionalSelect(Vector512.LessThan(test, Vector512<double>.Zero), whenNegative, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ReverseLaneBits(Vector512<double> value)
        => Avx512F.PermuteVar8x64(value, Vector512.Create(0L, 4, 2, 6, 1, 5, 3, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(
        double* rows, nint stride, out Vector512<double> x0, out Vector512<double> x1, out Vector512<double> x2, out Vector512<double> x3,
        out Vector512<double> x4, out Vector512<double> x5, out Vector512<double> x6, out Vector512<double> x7)
    {
        x0 = Vector512.Load(rows);
        x1 = Vector512.Load(rows + stride);
        x2 = Vector512.Load(rows + (2 * stride));
        x3 = Vector512.Load(rows + (3 * stride));
        x4 = Vector512.Load(rows + (4 * stride));
        x5 = Vector512.Load(rows + (5 * stride));
        x6 = Vector512.Load(rows + (6 * stride));
        x7 = Vector512.Load(rows + (7 * stride));
        Transpose(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreColumns(
        double* rows, nint stride, Vector512<double> x0, Vector512<double> x1, Vector512<double> x2, Vector512<double> x3,
        Vector512<double> x4, Vector512<double> x5, Vector512<double> x6, Vector512<double> x7)
    {
        Transpose(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
        x0.Store(rows);
        x1.Store(rows + stride);
        x2.Store(rows + (2 * stride));
        x3.Store(rows + (3 * stride));
        x4.Store(rows + (4 * stride));
        x5.Store(rows + (5 * stride));
        x6.Store(rows + (6 * stride));
        x7.Store(rows + (7 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Permute(double* source, int* blocks, byte* within, int blockCount, double* destination)
    {
        for (var i = 0; i < blockCount; i++)
        {
            var lanes = Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(*(ulong*)(within + ((nint)i * 8))).AsByte());
            Avx512F.PermuteVar8x64(Vector512.Load(source + ((nint)blocks[i] * 8)), lanes).Store(destination + ((nint)i * 8));
        }
    }

    // 8×8: pairs within 128-bit quarters, then quarters across pairs of rows, then across halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Transpose(
        ref Vector512<double> x0, ref Vector512<double> x1, ref Vector512<double> x2, ref Vector512<double> x3,
        ref Vector512<double> x4, ref Vector512<double> x5, ref Vector512<double> x6, ref Vector512<double> x7)
    {
        var a0 = Avx512F.UnpackLow(x0, x1);
        var a1 = Avx512F.UnpackHigh(x0, x1);
        var a2 = Avx512F.UnpackLow(x2, x3);
        var a3 = Avx512F.UnpackHigh(x2, x3);
        var a4 = Avx512F.UnpackLow(x4, x5);
        var a5 = Avx512F.UnpackHigh(x4, x5);
        var a6 = Avx512F.UnpackLow(x6, x7);
        var a7 = Avx512F.UnpackHigh(x6, x7);

        var even02 = Avx512F.Shuffle4x128(a0, a2, 0x88);
        var odd02 = Avx512F.Shuffle4x128(a0, a2, 0xDD);
        var even13 = Avx512F.Shuffle4x128(a1, a3, 0x88);
        var odd13 = Avx512F.Shuffle4x128(a1, a3, 0xDD);
        var even46 = Avx512F.Shuffle4x128(a4, a6, 0x88);
        var odd46 = Avx512F.Shuffle4x128(a4, a6, 0xDD);
        var even57 = Avx512F.Shuffle4x128(a5, a7, 0x88);
        var odd57 = Avx512F.Shuffle4x128(a5, a7, 0xDD);

        x0 = Avx512F.Shuffle4x128(even02, even46, 0x88);
        x1 = Avx512F.Shuffle4x128(even13, even57, 0x88);
        x2 = Avx512F.Shuffle4x128(odd02, odd46, 0x88);
        x3 = Avx512F.Shuffle4x128(odd13, odd57, 0x88);
        x4 = Avx512F.Shuffle4x128(even02, even46, 0xDD);
        x5 = Avx512F.Shuffle4x128(even13, even57, 0xDD);
        x6 = Avx512F.Shuffle4x128(odd02, odd46, 0xDD);
        x7 = Avx512F.Shuffle4x128(odd13, odd57, 0xDD);
    }
}
