namespace BasedAI.Fhe.Seal;

/// <content>The checks SEAL's evaluator makes; each message names both sides and the remedy.</content>
public sealed partial class SealEvaluator
{
    private void CheckContext(string operation, SealContext other)
    {
        if (!ReferenceEquals(other, Context) && other.KeyParmsId != Context.KeyParmsId)
        {
            throw new FheOperandException(
                $"{operation}: the operand was made under parameters {other.KeyParmsId.ToString()[..12]}, this evaluator works under "
                + $"{Context.KeyParmsId.ToString()[..12]}. Use objects of the same parameters.");
        }
    }

    private void Check(string operation, SealCiphertext operand)
    {
        ArgumentNullException.ThrowIfNull(operand);
        CheckContext(operation, operand.Context);
    }

    private void CheckPair(string operation, SealCiphertext left, SealCiphertext right)
    {
        Check(operation, left);
        Check(operation, right);
        CheckLevels(operation, left.Level, right.Level);
    }

    private void CheckPair(string operation, SealCiphertext left, SealPlaintext right, bool sameScale)
    {
        Check(operation, left);
        ArgumentNullException.ThrowIfNull(right);
        CheckContext(operation, right.Context);
        CheckLevels(operation, left.Level, right.Level);
        if (sameScale) CheckScales(operation, left.Scale, right.Scale);
    }

    private static void CheckLevels(string operation, int left, int right)
    {
        if (left != right)
        {
            throw new FheOperandException(
                $"{operation}: left level {left}, right level {right}. Use DropLevel({(left > right ? "left" : "right")}, {Math.Abs(left - right)}) first.");
        }
    }

    // SEAL, common.h, are_close: equal but for the last bit.
    private static void CheckScales(string operation, Scale left, Scale right)
    {
        const double Epsilon = 1.0 / (1L << 52);
        if (Math.Abs(left.Value - right.Value) >= Epsilon * Math.Max(Math.Max(left.Value, right.Value), 1))
        {
            throw new FheOperandException(
                $"{operation}: left scale {left} ({left.Value:R}), right scale {right} ({right.Value:R}); SEAL wants them equal to the last bit. "
                + "Choose operand scales so that both sides meet exactly.");
        }
    }

    private Scale MultiplyScales(string operation, int level, Scale left, Scale right)
    {
        double product = left.Value * right.Value;
        CheckScaleFits(operation, product, level);
        return new Scale(product);
    }

    private void CheckScaleFits(string operation, Scale scale, int level) => CheckScaleFits(operation, scale.Value, level);

    private void CheckScaleFits(string operation, double scale, int level)
    {
        if (!Context.IsScaleInRange(scale, level))
        {
            throw new FheOperandException(
                $"{operation}: the scale would be 2^{Math.Log2(scale):F1} and the modulus of level {level} has {Context.GetModulusBits(level)} bits. "
                + "Rescale earlier, work at a higher level, or use smaller scales.");
        }
    }
}
