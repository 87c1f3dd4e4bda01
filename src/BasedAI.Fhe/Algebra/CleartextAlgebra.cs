namespace BasedAI.Fhe;

/// <summary>
/// The reading in the clear: a value is an array of N/2 real slots, and every verb does in double precision what the
/// ciphertext's slots would do. Scales, levels and degrees are not looked at; that is <see cref="LevelAlgebra"/>'s work. Stateless.
/// </summary>
public sealed class CleartextAlgebra : ICkksAlgebra<double[]>
{
    /// <inheritdoc/>
    public double[] Add(double[] left, double[] right) => Zip(left, right, static (a, b) => a + b);

    /// <inheritdoc/>
    public double[] Subtract(double[] left, double[] right) => Zip(left, right, static (a, b) => a - b);

    /// <inheritdoc/>
    public double[] Negate(double[] operand) => [.. operand.Select(static a => -a)];

    /// <inheritdoc/>
    public double[] Add(double[] left, PlaintextOperand right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Zip(left, right.Slots, static (a, b) => a + b);
    }

    /// <inheritdoc/>
    public double[] Multiply(double[] left, PlaintextOperand right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Zip(left, right.Slots, static (a, b) => a * b);
    }

    /// <inheritdoc/>
    public double[] Multiply(double[] left, double[] right) => Zip(left, right, static (a, b) => a * b);

    /// <inheritdoc/>
    public double[] Square(double[] operand) => Multiply(operand, operand);

    /// <summary>The slots do not change.</summary>
    public double[] Relinearize(double[] operand) => operand;

    /// <summary>The slots do not change.</summary>
    public double[] Rescale(double[] operand) => operand;

    /// <summary>The slots do not change.</summary>
    public double[] DropLevel(double[] operand, int levels) => operand;

    /// <inheritdoc/>
    public double[] Rotate(double[] operand, int steps)
    {
        ArgumentNullException.ThrowIfNull(operand);
        int offset = ((steps % operand.Length) + operand.Length) % operand.Length;
        return [.. operand.AsSpan(offset), .. operand.AsSpan(0, offset)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> RotateHoisted(double[] operand, IReadOnlyList<int> steps) =>
        [.. steps.Select(step => Rotate(operand, step))];

    /// <summary>Slots of this reading are real: they do not change.</summary>
    public double[] Conjugate(double[] operand) => operand;

    /// <inheritdoc/>
    public double[] Transform(double[] operand, LinearTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return transform.Compose(this, operand);
    }

    private static double[] Zip(double[] left, ReadOnlySpan<double> right, Func<double, double, double> combine)
    {
        ArgumentNullException.ThrowIfNull(left);
        if (left.Length != right.Length)
        {
            throw new ArgumentException(
                $"The left side has {left.Length} slots and the right side {right.Length}; pad to N/2.", nameof(right));
        }
        double[] result = new double[left.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = combine(left[i], right[i]);
        }
        return result;
    }
}
