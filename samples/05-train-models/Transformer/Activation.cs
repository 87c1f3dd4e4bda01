using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>a = u / 2 + alpha u^2, entry by entry; da/du = 1/2 + 2 alpha u, da/dalpha = u^2.</summary>
internal static class Activation
{
    public static void Forward<T>(ReadOnlySpan<T> coefficient, TokenRows<T> arguments, int length, TokenRows<T> results)
        where T : unmanaged, INumber<T>
    {
        var alpha = Vector256.Create(coefficient[0]);
        var half = Vector256.Create(T.One / (T.One + T.One));
        for (var t = 0; t < length; t++)
            for (var block = 0; block < arguments.Blocks; block++)
            {
                var u = MemoryMarshal.Cast<T, Vector256<T>>(arguments[t, block]);
                var a = MemoryMarshal.Cast<T, Vector256<T>>(results[t, block])[..u.Length];
                for (var j = 0; j < u.Length; j++)
                    a[j] = (half + alpha * u[j]) * u[j];
            }
    }

    /// <summary>Writes the gradients of the arguments, adds to that of alpha.</summary>
    /// <param name="coefficient">alpha.</param>
    /// <param name="arguments">u.</param>
    /// <param name="length">Tokens.</param>
    /// <param name="resultGradients">Of the results a, one row a token, or one row for the mean of them.</param>
    /// <param name="ofMean">Whether it is one row for all tokens.</param>
    /// <param name="coefficientGradient">Of alpha.</param>
    /// <param name="argumentGradients">Of u.</param>
    public static void Backward<T>(
        ReadOnlySpan<T> coefficient, TokenRows<T> arguments, int length, TokenRows<T> resultGradients, bool ofMean,
        Span<T> coefficientGradient, TokenRows<T> argumentGradients)
        where T : unmanaged, INumber<T>
    {
        var share = Vector256.Create(ofMean ? T.One / T.CreateChecked(length) : T.One);
        var half = Vector256.Create(T.One / (T.One + T.One));
        var twice = Vector256.Create(coefficient[0] + coefficient[0]);
        var sum = Vector256<T>.Zero;
        for (var t = 0; t < length; t++)
            for (var block = 0; block < arguments.Blocks; block++)
            {
                var u = MemoryMarshal.Cast<T, Vector256<T>>(arguments[t, block]);
                var da = MemoryMarshal.Cast<T, Vector256<T>>(resultGradients[ofMean ? 0 : t, block])[..u.Length];
                var du = MemoryMarshal.Cast<T, Vector256<T>>(argumentGradients[t, block])[..u.Length];
                for (var j = 0; j < u.Length; j++)
                {
                    var g = share * da[j];
                    sum += g * u[j] * u[j];
                    du[j] = g * (half + twice * u[j]);
                }
            }

        coefficientGradient[0] += Vector256.Sum(sum);
    }
}
