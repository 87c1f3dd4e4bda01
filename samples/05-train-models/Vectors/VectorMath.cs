using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BasedAI.Samples.TrainModels.Vectors;

/// <summary>
/// Dot product and scaled addition in blocks of 256 bits, summed in one fixed order: the bits of the result do not depend on how wide
/// the machine's registers are. Lengths are multiples of the block.
/// </summary>
public static class VectorMath
{
    /// <summary>sum_j left_j * right_j.</summary>
    public static T Dot<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, INumber<T>
    {
        var x = MemoryMarshal.Cast<T, Vector256<T>>(left);
        var y = MemoryMarshal.Cast<T, Vector256<T>>(right)[..x.Length];
        var sum = Vector256<T>.Zero;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        var half = sum.GetLower() + sum.GetUpper();
        var total = half[0];
        for (var i = 1; i < Vector128<T>.Count; i++)
            total += half[i];
        return total;
    }

    /// <summary>destination += factor * source.</summary>
    public static void AddScaled<T>(T factor, ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged, INumber<T>
    {
        var f = Vector256.Create(factor);
        var x = MemoryMarshal.Cast<T, Vector256<T>>(source);
        var y = MemoryMarshal.Cast<T, Vector256<T>>(destination)[..x.Length];
        for (var i = 0; i < x.Length; i++)
            y[i] += f * x[i];
    }
}
