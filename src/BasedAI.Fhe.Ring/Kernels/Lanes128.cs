using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>Two doubles: Arm AdvSimd, or x86 with FMA3.</summary>
internal unsafe readonly struct Lanes128 : ILanes<Vector128<double>>
{
    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(double* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load(double* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector128<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> left, Vector128<double> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Subtract(Vector128<double> left, Vector128<double> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Multiply(Vector128<double> left, Vector128<double> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> left, Vector128<double> right, Vector128<double> addend)
        => Fma.IsSupported ? Fma.MultiplyAdd(left, right, addend) : AdvSimd.Arm64.FusedMultiplyAdd(addend, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> NegatedMultiplyAdd(Vector128<double> left, Vector128<double> right, Vector128<double> addend)
        => Fma.IsSupported ? Fma.MultiplyAddNegated(left, right, addend) : AdvSimd.Arm64.FusedMultiplySubtract(addend, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Round(Vector128<double> value) => Vector128.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Floor(Vector128<double> value) => Vector128.Floor(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> SelectIfNegative(Vector128<double> test, Vector128<double> whenNegative, Vector128<double> otherwise)
        => Sse41.IsSupported
            ? Sse41.BlendVariable(otherwise, whenNegative, test)
            : Vector128.ConditionalSelect(Vector128.LessThan(test, Vector128<double>.Zero), whenNegative, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> ReverseLaneBits(Vector128<double> value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(
        double* rows, nint stride, out Vector128<double> x0, out Vector128<double> x1, out Vector128<double> x2, out Vector128<double> x3,
        out Vector128<double> x4, out Vector128<double> x5, out Vector128<double> x6, out Vector128<double> x7)
    {
        var next = rows + stride;
        Transpose(Vector128.Load(rows), Vector128.Load(next), out x0, out x1);
        Transpose(Vector128.Load(rows + 2), Vector128.Load(next + 2), out x2, out x3);
        Transpose(Vector128.Load(rows + 4), Vector128.Load(next + 4), out x4, out x5);
        Transpose(Vector128.Load(rows + 6), Vector128.Load(next + 6), out x6, out x7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreColumns(
        double* rows, nint stride, Vector128<double> x0, Vector128<double> x1, Vector128<double> x2, Vector128<double> x3,
        Vector128<double> x4, Vector128<double> x5, Vector128<double> x6, Vector128<double> x7)
    {
        var next = rows + stride;
        Transpose(x0, x1, out var low, out var high);
        low.Store(rows);
        high.Store(next);
        Transpose(x2, x3, out low, out high);
        low.Store(rows + 2);
        high.Store(next + 2);
        Transpose(x4, x5, out low, out high);
        low.Store(rows + 4);
        high.Store(next + 4);
        Transpose(x6, x7, out low, out high);
        low.Store(rows + 6);
        high.Store(next + 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Permute(double* source, int* blocks, byte* within, int blockCount, double* destination)
        => LanesScalar.Permute(source, blocks, within, blockCount, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(Vector128<double> a, Vector128<double> b, out Vector128<double> low, out Vector128<double> high)
    {
        if (Sse2.IsSupported)
        {
            low = Sse2.UnpackLow(a, b);
            high = Sse2.UnpackHigh(a, b);
        }
        else
        {
            low = AdvSimd.Arm64.ZipLow(a, b);
            high = AdvSimd.Arm64.ZipHigh(a, b);
        }
    }
}
