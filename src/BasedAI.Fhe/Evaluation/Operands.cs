using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>The checks every operation makes first; each message names the operation, both sides and the remedy.</summary>
internal static class Operands
{
    public static void CheckParameters(CkksParameters parameters, string operation, ParametersId actual)
    {
        if (actual != parameters.Id)
        {
            throw new FheOperandException(
                $"{operation}: the operand was made under parameters {Short(actual)}, this object works under {Short(parameters.Id)}. "
                + "Use objects made from the same parameter literal.");
        }
    }

    public static void CheckScale(CkksParameters parameters, string operation, int level, Scale scale)
    {
        parameters.CheckLevel(level, nameof(level));
        if (!IsScaleInRange(parameters, level, scale.Value))
        {
            throw new FheOperandException(
                $"{operation}: scale {scale} at level {level}; it must be at least 2^0 and below the modulus, 2^{parameters.GetLogQ(level):F1}. "
                + "Work at a higher level, rescale earlier, or use smaller operand scales.");
        }
    }

    public static bool IsScaleInRange(CkksParameters parameters, int level, double scale) =>
        scale >= 1 && double.IsFinite(scale) && Math.Log2(scale) < parameters.GetLogQ(level);

    public static void CheckSameLevel(string operation, int left, int right)
    {
        if (left != right)
        {
            throw new FheOperandException(
                $"{operation}: left level {left}, right level {right}. Use DropLevel({(left > right ? "left" : "right")}, {Math.Abs(left - right)}) first.");
        }
    }

    public static void CheckPlaintextLevel(string operation, int ciphertext, int plaintext)
    {
        if (plaintext < ciphertext)
        {
            throw new FheOperandException(
                $"{operation}: ciphertext level {ciphertext}, plaintext level {plaintext}. "
                + $"Encode the plaintext at level {ciphertext} or above, or DropLevel(ciphertext, {ciphertext - plaintext}).");
        }
    }

    public static void CheckSameScale(string operation, Scale left, Scale right)
    {
        if (!left.Matches(right))
        {
            throw new FheOperandException(
                $"{operation}: left scale {left} ({left.Value:R}), right scale {right} ({right.Value:R}). "
                + "Choose operand scales so that both sides meet exactly, or rescale the larger one.");
        }
    }

    public static void CheckDegreeOne(string operation, Ciphertext operand)
    {
        if (operand.Degree != 1)
            throw new FheOperandException($"{operation}: the operand has degree {operand.Degree}; Relinearize it first.");
    }

    public static string Short(ParametersId id) => id.ToString()[..12];

    /// <summary>Disposes everything given; for undoing half-made results when an operation throws.</summary>
    public static void DisposeAll(IEnumerable<IDisposable?> items)
    {
        foreach (var item in items) item?.Dispose();
    }

    /// <summary>Limbs of a new ciphertext part at a level.</summary>
    public static RnsPolynomial Rent(CkksParameters parameters, int level) => LimbPool.For(parameters.N).Rent(level + 1, Representation.Ntt);
}
