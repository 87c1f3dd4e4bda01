using System.Numerics;

namespace BasedAI.Fhe;

/// <summary>As <see cref="CleartextAlgebra"/>, on complex slots: the oracle of circuits that conjugate or multiply by complex numbers. Stateless.</summary>
public sealed class ComplexCleartextAlgebra : ICkksAlgebra<Complex[]>
{
    /// <inheritdoc/>
    public Complex[] Add(Complex[] left, Complex[] right) => Zip(left, right, static (a, b) => a + b);

    /// <inheritdoc/>
    public Complex[] Subtract(Complex[] left, Complex[] right) => Zip(left, right, static (a, b) => a - b);

    /// <inheritdoc/>
    public Complex[] Negate(Complex[] operand) => [.. operand.Select(static a => -a)];

    /// <inheritdoc/>
    public Complex[] Add(Complex[] left, PlaintextOperand right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Zip(left, right.ComplexSlots, static (a, b) => a + b);
    }

    /// <inheritdoc/>
    public Complex[] Multiply(Complex[] left, PlaintextOperand right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Zip(left, right.ComplexSlots, static (a, b) => a * b);
    }

    /// <inheritdoc/>
    public Complex[] Multiply(Complex[] left, Complex[] right) => Zip(left, right, static (a, b) => a * b);

    /// <inheritdoc/>
    public Complex[] Square(Complex[] operand) => Multiply(operand, operand);

    /// <summary>The slots do not change.</summary>
    public Complex[] Relinearize(Complex[] operand) => operand;

    /// <summary>The slots do not change.</summary>
    public Complex[] Rescale(Complex[] operand) => operand;

    /// <summary>The slots do not change.</summary>
    public Complex[] DropLevel(Complex[] operand, int levels) => operand;

    /// <inheritdoc/>
    public Complex[] Rotate(Complex[] operand, int steps)
    {
        ArgumentNullException.ThrowIfNull(operand);
        int offset = ((steps % operand.Length) + operand.Length) % operand.Length;
        return [.. operand.AsSpan(offset), .. operand.AsSpan(0, offset)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Complex[]> RotateHoisted(Complex[] operand, IReadOnlyList<int> steps) => [.. steps.Select(step => Rotate(operand, step))];

    /// <inheritdoc/>
    public Complex[] Conjugate(Complex[] operand) => [.. operand.Select(Complex.Conjugate)];

    /// <inheritdoc/>
    public Complex[] Transform(Complex[] operand, LinearTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return transform.Compose(this, operand);
    }

    private static Complex[] Zip(Complex[] left, ReadOnlySpan<Complex> right, Func<Complex, Complex, Complex> combine)
    {
        ArgumentNullException.ThrowIfNull(left);
        if (left.Length != right.Length)
            throw new ArgumentException($"The left side has {left.Length} slots and the right side {right.Length}; pad to N/2.", nameof(right));
        var result = new Complex[left.Length];
        for (int i = 0; i < result.Length; i++) result[i] = combine(left[i], right[i]);
        return result;
    }
}
