using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// The digits of one polynomial, each extended to q0 … q_level, p0 … (ModUp) in NTT form: the part of a key switch that does not depend on
/// the key, done once for many rotations (hoisting).
/// </summary>
internal sealed class DigitDecomposition : IDisposable
{
    private readonly RnsPolynomial[] _digits;

    public DigitDecomposition(int level, RnsPolynomial[] digits)
    {
        Level = level;
        _digits = digits;
    }

    public int Level { get; }

    public int Count => _digits.Length;

    public ReadOnlySpan<double> Limb(int digit, int limb) => _digits[digit].Limb(limb);

    public void Dispose() => Operands.DisposeAll(_digits);
}
