namespace BasedAI.Fhe.Ring;

/// <summary>How many doubles an instruction of the kernels handles: 1, 2, 4 or 8.</summary>
public enum SimdWidth
{
    /// <summary>One; <see cref="Math.FusedMultiplyAdd(double, double, double)"/>.</summary>
    Scalar,

    /// <summary>Two; Arm AdvSimd or x86 with FMA3.</summary>
    Vector128,

    /// <summary>Four; x86 AVX2 with FMA3.</summary>
    Vector256,

    /// <summary>Eight; x86 AVX-512F.</summary>
    Vector512,
}
