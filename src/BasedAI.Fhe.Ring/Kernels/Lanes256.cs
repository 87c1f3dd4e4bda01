using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>Four doubles: x86 AVX2 with FMA3.</summary>
internal unsafe readonly struct Lanes256 : ILanes<Vector256<double>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(double* address) => Sse.Prefetch0(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(double* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector256<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> left, Vector256<double> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> left, Vector256<double> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> left, Vector256<double> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> left, Vector256<double> right, Vector256<double> addend)
        => Fma.MultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> NegatedMultiplyAdd(Vector256<double> left, Vector256<double> right, Vector256<double> addend)
        => Fma.MultiplyAddNegated(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Round(Vector256<double> value) => Avx.RoundToNearestInteger(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Floor(Vector256<double> value) => Avx.Floor(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> SelectIfNegative(Vector256<double> test, Vector256<double> whenNegative, Vector256<double> otherwise)
        => Avx.BlendVariable(otherwise, whenNegative, test);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ReverseLaneBits(Vector256<double> value) => Avx2.Permute4x64(value, 0b11_01_10_00);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(
        double* rows, nint stride, out Vector256<double> x0, out Vector256<double> x1, out Vector256<double> x2, out Vector256<double> x3,
        out Vector256<double> x4, out Vector256<double> x5, out Vector256<double> x6, out Vector256<double> x7)
    {
        double* r1 = rows + stride, r2 = rows + (2 * stride), r3 = rows + (3 * stride);
        x0 = Vector256.Load(rows);
        x1 = Vector256.Load(r1);
        x2 = Vector256.Load(r2);
        x3 = Vector256.Load(r3);
        Transpose(ref x0, ref x1, ref x2, ref x3);
        x4 = Vector256.Load(rows + 4);
        x5 = Vector256.Load(r1 + 4);
        x6 = Vector256.Load(r2 + 4);
        x7 = Vector256.Load(r3 + 4);
        Transpose(ref x4, ref x5, ref x6, ref x7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreColumns(
        double* rows, nint stride, Vector256<double> x0, Vector256<double> x1, Vector256<double> x2, Vector256<double> x3,
        Vector256<double> x4, Vector256<double> x5, Vector256<double> x6, Vector256<double> x7)
    {
        double* r1 = rows + stride, r2 = rows + (2 * stride), r3 = rows + (3 * stride);
        Transpose(ref x0, ref x1, ref x2, ref x3);
        x0.Store(rows);
        x1.Store(r1);
        x2.Store(r2);
        x3.Store(r3);
        Transpose(ref x4, ref x5, ref x6, ref x7);
        x4.Store(rows + 4);
        x5.Store(r1 + 4);
        x6.Store(r2 + 4);
        x7.Store(r3 + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Permute(double* source, int* blocks, byte* within, int blockCount, double* destination)
        => LanesScalar.Permute(source, blocks, within, blockCount, destination);

    // Rows a b c d; unpack pairs within 128-bit halves, then exchange the halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector256<double> a, ref Vector256<double> b, ref Vector256<double> c, ref Vector256<double> d)
    {
        var ab0 = Avx.UnpackLow(a, b);
        var ab1 = Avx.UnpackHigh(a, b);
        var cd0 = Avx.UnpackLow(c, d);
        var cd1 = Avx.UnpackHigh(c, d);
        a = Avx.Permute2x128(ab0, cd0, 0x20);
        b = Avx.Permute2x128(ab1, cd1, 0x20);
        c = Avx.Permute2x128(ab0, cd0, 0x31);
        d = Avx.Permute2x128(ab1, cd1, 0x31);
    }
}
