using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// The digits of one polynomial, each extended to q0 … q_level, p0 … (ModUp) in NTT form: the part of a key switch that does not depend on
/// the key, done once for many rotations (hoisting). Lives as long as the scratch it was given.
/// </summary>
internal readonly struct DigitDecomposition(RnsPolynomial limbs, int level, int count, int stride)
{
    public int Level => level;

    /// <summary>Digits.</summary>
    public int Count => count;

    /// <summary>Limbs of a digit.</summary>
    public int Stride => stride;

    /// <summary>All limbs: those of digit d begin at d·<see cref="Stride"/>.</summary>
    public RnsPolynomial Limbs => limbs;

    public Span<double> Limb(int digit, int limb) => limbs.Limb((digit * stride) + limb);
}
