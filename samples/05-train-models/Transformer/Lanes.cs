using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>Fused multiply-add of 256 bits for float and double: one rounding, so the same bits on every machine.</summary>
internal static class Lanes
{
    /// <summary>left * right + addend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd<T>(Vector256<T> left, Vector256<T> right, Vector256<T> addend)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>();
}
