namespace BasedAI.Fhe.Ring;

/// <content>Pointwise verbs. A destination may be one of the operands exactly; spans that overlap otherwise give garbage.</content>
public sealed unsafe partial class ResidueRing
{
    /// <summary>left + right.</summary>
    public void Add(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> destination)
    {
        Check(left, right, destination);
        fixed (double* x = left, y = right, d = destination)
            _kernels.Add(x, y, d, N, _constants);
    }

    /// <summary>left − right.</summary>
    public void Subtract(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> destination)
    {
        Check(left, right, destination);
        fixed (double* x = left, y = right, d = destination)
            _kernels.Subtract(x, y, d, N, _constants);
    }

    /// <summary>−operand.</summary>
    public void Negate(ReadOnlySpan<double> operand, Span<double> destination)
    {
        Check(operand, destination);
        fixed (double* x = operand, d = destination)
            _kernels.Negate(x, d, N, _constants);
    }

    /// <summary>left·right, place by place (the ring product, if both are in NTT form).</summary>
    public void Multiply(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> destination)
    {
        Check(left, right, destination);
        fixed (double* x = left, y = right, d = destination)
            _kernels.Multiply(x, y, d, N, _constants);
    }

    /// <summary>accumulator += left·right, place by place.</summary>
    public void MultiplyAdd(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> accumulator)
    {
        Check(left, right, accumulator);
        AssertCanonical(accumulator);
        fixed (double* x = left, y = right, d = accumulator)
            _kernels.MultiplyAdd(x, y, d, N, _constants);
    }

    /// <summary>operand·scalar; any scalar.</summary>
    public void MultiplyScalar(ReadOnlySpan<double> operand, ulong scalar, Span<double> destination)
    {
        Check(operand, destination);
        fixed (double* x = operand, d = destination)
            _kernels.MultiplyScalar(x, Centred(scalar), d, N, _constants);
    }

    /// <summary>accumulator += operand·scalar; any scalar.</summary>
    public void MultiplyScalarAdd(ReadOnlySpan<double> operand, ulong scalar, Span<double> accumulator)
    {
        Check(operand, accumulator);
        AssertCanonical(accumulator);
        fixed (double* x = operand, d = accumulator)
            _kernels.MultiplyScalarAdd(x, Centred(scalar), d, N, _constants);
    }

    /// <summary>operand + scalar in every place (a constant polynomial, if in NTT form); any scalar.</summary>
    public void AddScalar(ReadOnlySpan<double> operand, ulong scalar, Span<double> destination)
    {
        Check(operand, destination);
        fixed (double* x = operand, d = destination)
            _kernels.AddScalar(x, scalar % Modulus.Value, d, N, _constants);
    }

    /// <summary>(left − right)·scalar; any scalar.</summary>
    public void SubtractMultiplyScalar(ReadOnlySpan<double> left, ReadOnlySpan<double> right, ulong scalar, Span<double> destination)
    {
        Check(left, right, destination);
        fixed (double* x = left, y = right, d = destination)
            _kernels.SubtractMultiplyScalar(x, y, Centred(scalar), d, N, _constants);
    }

    /// <summary>addend + (left − right)·scalar; any scalar.</summary>
    public void SubtractMultiplyScalarAdd(
        ReadOnlySpan<double> left, ReadOnlySpan<double> right, ulong scalar, ReadOnlySpan<double> addend, Span<double> destination)
    {
        Check(left, right, destination);
        Check(addend, destination);
        fixed (double* x = left, y = right, z = addend, d = destination)
            _kernels.SubtractMultiplyScalarAdd(x, y, Centred(scalar), z, d, N, _constants);
    }

    /// <summary>Integers to residues.</summary>
    /// <param name="integers">Exact integers of magnitude at most 2^52.</param>
    /// <param name="destination">Canonical residues; may be <paramref name="integers"/>.</param>
    public void Reduce(ReadOnlySpan<double> integers, Span<double> destination)
    {
        CheckLength(integers.Length);
        CheckLength(destination.Length);
        fixed (double* x = integers, d = destination)
            _kernels.Reduce(x, d, N, _constants);
    }

    /// <summary>Residues modulo another prime to residues modulo q, by way of the integers in (−from/2, from/2).</summary>
    /// <param name="source">Canonical modulo <paramref name="from"/>.</param>
    /// <param name="from">The other prime, below 2^50.</param>
    /// <param name="destination">Canonical residues; may be <paramref name="source"/>.</param>
    public void ReduceCentered(ReadOnlySpan<double> source, Modulus from, Span<double> destination)
    {
        CheckLength(source.Length);
        CheckLength(destination.Length);
        fixed (double* x = source, d = destination)
            _kernels.ReduceCentered(x, from.Value, d, N, _constants);
    }

    private void Check(ReadOnlySpan<double> operand, Span<double> destination)
    {
        CheckLength(operand.Length);
        CheckLength(destination.Length);
        AssertCanonical(operand);
    }

    private void Check(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> destination)
    {
        CheckLength(left.Length);
        CheckLength(right.Length);
        CheckLength(destination.Length);
        AssertCanonical(left);
        AssertCanonical(right);
    }
}
