using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>One double at a time.</summary>
internal unsafe readonly struct LanesScalar : ILanes<double>
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(double* address)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Load(double* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, double value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Broadcast(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double left, double right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double left, double right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double left, double right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double left, double right, double addend) => Math.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double NegatedMultiplyAdd(double left, double right, double addend) => Math.FusedMultiplyAdd(-left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Round(double value) => Math.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Floor(double value) => Math.Floor(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SelectIfNegative(double test, double whenNegative, double otherwise) => test < 0 ? whenNegative : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ReverseLaneBits(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(
        double* rows, nint stride, out double x0, out double x1, out double x2, out double x3, out double x4, out double x5, out double x6, out double x7)
    {
        x0 = rows[0];
        x1 = rows[1];
        x2 = rows[2];
        x3 = rows[3];
        x4 = rows[4];
        x5 = rows[5];
        x6 = rows[6];
        x7 = rows[7];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreColumns(
        double* rows, nint stride, double x0, double x1, double x2, double x3, double x4, double x5, double x6, double x7)
    {
        rows[0] = x0;
        rows[1] = x1;
        rows[2] = x2;
        rows[3] = x3;
        rows[4] = x4;
        rows[5] = x5;
        rows[6] = x6;
        rows[7] = x7;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Permute(double* source, int* blocks, byte* within, int blockCount, double* destination)
    {
        for (var i = 0; i < blockCount; i++, within += 8, destination += 8)
        {
            var block = source + ((nint)blocks[i] * 8);
            for (var k = 0; k < 8; k++)
                destination[k] = block[within[k]];
        }
    }
}
