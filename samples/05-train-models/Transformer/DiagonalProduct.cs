using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// Products with a d x d matrix kept as g generalised diagonals: D_k[o] is the weight from feature (o + k) mod d to feature o, so
/// y[o] = sum_k x[(o + k) mod d] D_k[o], the sum in the order of k. Vectors hold their d numbers twice, one copy behind the other.
/// d is a multiple of 256 bits, g of 4. Cost: g d multiply-adds a product.
/// </summary>
internal static class DiagonalProduct
{
    /// <summary>
    /// destination[o] += sum_k source[o + start + k step] diagonals[k d + o]: the product itself with start 0 and step 1; with start d,
    /// step -1 and the diagonals kept by input, E_k[i] = D_k[(i - k) mod d], the product with the transposed matrix.
    /// </summary>
    public static void Accumulate<T>(ReadOnlySpan<T> source, int start, int step, ReadOnlySpan<T> diagonals, Span<T> destination)
        where T : unmanaged
    {
        var d = destination.Length;
        var count = diagonals.Length / d;
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, 2 * d, nameof(source));
        ref var x = ref MemoryMarshal.GetReference(source);
        ref var w = ref MemoryMarshal.GetReference(diagonals);
        ref var y = ref MemoryMarshal.GetReference(destination);
        var lane = Vector256<T>.Count;
        var o = 0;
        for (; o + 4 * lane <= d; o += 4 * lane)
        {
            var y0 = Load(ref y, o);
            var y1 = Load(ref y, o + lane);
            var y2 = Load(ref y, o + 2 * lane);
            var y3 = Load(ref y, o + 3 * lane);
            for (var k = 0; k < count; k++)
            {
                var from = o + start + k * step;
                var at = k * d + o;
                y0 = Lanes.MultiplyAdd(Load(ref x, from), Load(ref w, at), y0);
                y1 = Lanes.MultiplyAdd(Load(ref x, from + lane), Load(ref w, at + lane), y1);
                y2 = Lanes.MultiplyAdd(Load(ref x, from + 2 * lane), Load(ref w, at + 2 * lane), y2);
                y3 = Lanes.MultiplyAdd(Load(ref x, from + 3 * lane), Load(ref w, at + 3 * lane), y3);
            }

            y0.StoreUnsafe(ref y, (nuint)o);
            y1.StoreUnsafe(ref y, (nuint)(o + lane));
            y2.StoreUnsafe(ref y, (nuint)(o + 2 * lane));
            y3.StoreUnsafe(ref y, (nuint)(o + 3 * lane));
        }

        for (; o < d; o += lane)
        {
            var y0 = Load(ref y, o);
            for (var k = 0; k < count; k++)
                y0 = Lanes.MultiplyAdd(Load(ref x, o + start + k * step), Load(ref w, k * d + o), y0);
            y0.StoreUnsafe(ref y, (nuint)o);
        }
    }

    /// <summary>gradient[k d + o] += sum_t x_t[o + k] dy_t[o], the rows of the tokens t at the given strides.</summary>
    public static void AccumulateGradient<T>(
        ReadOnlySpan<T> inputs, int inputStride, ReadOnlySpan<T> outputGradients, int outputStride, int length, int d, Span<T> gradient)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs.Length, (length - 1) * inputStride + 2 * d, nameof(inputs));
        ArgumentOutOfRangeException.ThrowIfLessThan(outputGradients.Length, (length - 1) * outputStride + d, nameof(outputGradients));
        ref var x = ref MemoryMarshal.GetReference(inputs);
        ref var dy = ref MemoryMarshal.GetReference(outputGradients);
        ref var dw = ref MemoryMarshal.GetReference(gradient);
        var count = gradient.Length / d;
        for (var k = 0; k < count; k += 4)
            for (var o = 0; o < d; o += Vector256<T>.Count)
            {
                var at = k * d + o;
                var g0 = Load(ref dw, at);
                var g1 = Load(ref dw, at + d);
                var g2 = Load(ref dw, at + 2 * d);
                var g3 = Load(ref dw, at + 3 * d);
                for (var t = 0; t < length; t++)
                {
                    var g = Load(ref dy, t * outputStride + o);
                    var from = t * inputStride + o + k;
                    g0 = Lanes.MultiplyAdd(g, Load(ref x, from), g0);
                    g1 = Lanes.MultiplyAdd(g, Load(ref x, from + 1), g1);
                    g2 = Lanes.MultiplyAdd(g, Load(ref x, from + 2), g2);
                    g3 = Lanes.MultiplyAdd(g, Load(ref x, from + 3), g3);
                }

                g0.StoreUnsafe(ref dw, (nuint)at);
                g1.StoreUnsafe(ref dw, (nuint)(at + d));
                g2.StoreUnsafe(ref dw, (nuint)(at + 2 * d));
                g3.StoreUnsafe(ref dw, (nuint)(at + 3 * d));
            }
    }

    private static Vector256<T> Load<T>(ref T origin, int offset)
        where T : unmanaged => Vector256.LoadUnsafe(ref origin, (nuint)offset);
}
