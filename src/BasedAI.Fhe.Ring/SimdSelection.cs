using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace BasedAI.Fhe.Ring;

/// <summary>Chooses the instruction width of all kernels, once per process.</summary>
/// <remarks>
/// The best width of the machine, unless the environment variable <c>BASEDAI_SIMD</c> says 512, 256, 128 or scalar. Every width computes the
/// same integers, so the choice changes speed and nothing else.
/// </remarks>
public static class SimdSelection
{
    /// <summary>The environment variable that lowers the width.</summary>
    public const string VariableName = "BASEDAI_SIMD";

    private static readonly Lazy<SimdWidth> Selected = new(() => Select(Environment.GetEnvironmentVariable(VariableName), IsSupported));

    /// <summary>The width in use.</summary>
    /// <exception cref="PlatformNotSupportedException"><c>BASEDAI_SIMD</c> names a width this machine has not, or none at all.</exception>
    public static SimdWidth Active => Selected.Value;

    /// <summary>Whether this machine can run the kernels of a width.</summary>
    public static bool IsSupported(SimdWidth width) => width switch
    {
        SimdWidth.Scalar => true,
        SimdWidth.Vector128 => (Fma.IsSupported && Sse41.IsSupported) || AdvSimd.Arm64.IsSupported,
        SimdWidth.Vector256 => Avx2.IsSupported && Fma.IsSupported,
        SimdWidth.Vector512 => Avx512F.IsSupported,
        _ => false,
    };

    internal static SimdWidth Select(string? requested, Func<SimdWidth, bool> isSupported)
    {
        if (string.IsNullOrEmpty(requested))
            return Best(isSupported);

        SimdWidth width = requested.ToUpperInvariant() switch
        {
            "512" => SimdWidth.Vector512,
            "256" => SimdWidth.Vector256,
            "128" => SimdWidth.Vector128,
            "SCALAR" => SimdWidth.Scalar,
            _ => throw new PlatformNotSupportedException($"{VariableName} is '{requested}'; it may be 512, 256, 128 or scalar. Remove it to use the best width."),
        };
        return isSupported(width)
            ? width
            : throw new PlatformNotSupportedException(
                $"{VariableName} asks for {width}, which this machine cannot do; its best is {Best(isSupported)}. Lower the variable or remove it.");
    }

    private static SimdWidth Best(Func<SimdWidth, bool> isSupported)
    {
        for (var width = SimdWidth.Vector512; width > SimdWidth.Scalar; width--)
        {
            if (isSupported(width))
                return width;
        }
        return SimdWidth.Scalar;
    }
}
