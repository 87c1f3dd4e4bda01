namespace BasedAI.Fhe;

/// <summary>
/// The reading that computes: values are ciphertexts. Every ciphertext a verb makes belongs to this object until it is released,
/// taken out with <see cref="Detach"/>, or this object is disposed; ciphertexts passed in from outside are never disposed.
/// Cancellation is looked at before each verb. One instance serves one run; not thread-safe.
/// </summary>
public sealed class CiphertextAlgebra : ICkksAlgebra<Ciphertext>, IDisposable
{
    private readonly CkksEvaluator _evaluator;
    private readonly EncodedOperands _operands;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<Ciphertext> _owned = new(ReferenceEqualityComparer.Instance);

    /// <summary>A run with one evaluator.</summary>
    /// <param name="evaluator">Does the work; may be shared.</param>
    /// <param name="operands">Encoded plaintexts; may be shared by runs of the same circuit.</param>
    /// <param name="cancellationToken">Stops the circuit before the next verb.</param>
    public CiphertextAlgebra(CkksEvaluator evaluator, EncodedOperands operands, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentNullException.ThrowIfNull(operands);
        _evaluator = evaluator;
        _operands = operands;
        _cancellationToken = cancellationToken;
    }

    /// <inheritdoc/>
    public Ciphertext Add(Ciphertext left, Ciphertext right) => Own(() => _evaluator.Add(left, right));

    /// <inheritdoc/>
    public Ciphertext Subtract(Ciphertext left, Ciphertext right) => Own(() => _evaluator.Subtract(left, right));

    /// <inheritdoc/>
    public Ciphertext Negate(Ciphertext operand) => Own(() => _evaluator.Negate(operand));

    /// <inheritdoc/>
    public Ciphertext Add(Ciphertext left, PlaintextOperand right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Own(() => right.Constant is { } constant ? _evaluator.AddConstant(left, constant) : _evaluator.Add(left, _operands.Get(right)));
    }

    /// <inheritdoc/>
    public Ciphertext Multiply(Ciphertext left, PlaintextOperand right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Own(() => right.Constant is { } constant
            ? _evaluator.MultiplyConstant(left, constant, right.Scale)
            : _evaluator.Multiply(left, _operands.Get(right)));
    }

    /// <inheritdoc/>
    public Ciphertext Multiply(Ciphertext left, Ciphertext right) => Own(() => _evaluator.Multiply(left, right));

    /// <inheritdoc/>
    public Ciphertext Square(Ciphertext operand) => Own(() => _evaluator.Square(operand));

    /// <inheritdoc/>
    public Ciphertext Relinearize(Ciphertext operand) => Own(() => _evaluator.Relinearize(operand));

    /// <inheritdoc/>
    public Ciphertext Rescale(Ciphertext operand) => Own(() => _evaluator.Rescale(operand));

    /// <inheritdoc/>
    public Ciphertext DropLevel(Ciphertext operand, int levels) => Own(() => _evaluator.DropLevel(operand, levels));

    /// <inheritdoc/>
    public Ciphertext Rotate(Ciphertext operand, int steps) => Own(() => _evaluator.Rotate(operand, steps));

    /// <inheritdoc/>
    public IReadOnlyList<Ciphertext> RotateHoisted(Ciphertext operand, IReadOnlyList<int> steps)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<Ciphertext> results = _evaluator.RotateHoisted(operand, steps.ToArray());
        foreach (Ciphertext result in results)
        {
            _owned.Add(result);
        }
        return results;
    }

    /// <inheritdoc/>
    public Ciphertext Conjugate(Ciphertext operand) => Own(() => _evaluator.Conjugate(operand));

    /// <inheritdoc/>
    public Ciphertext Transform(Ciphertext operand, LinearTransform transform) => Own(() => _evaluator.Transform(operand, transform));

    /// <summary>Disposes a ciphertext this object made; one that came from outside is left alone.</summary>
    public void Release(Ciphertext value)
    {
        if (_owned.Remove(value))
        {
            value.Dispose();
        }
    }

    /// <summary>Hands a ciphertext this object made to the caller, who disposes it.</summary>
    /// <exception cref="ArgumentException">This object did not make it or has given it away.</exception>
    public Ciphertext Detach(Ciphertext value) => _owned.Remove(value)
        ? value
        : throw new ArgumentException("Only a ciphertext this algebra made, and still holds, can be taken out.", nameof(value));

    /// <summary>Disposes every ciphertext still held.</summary>
    public void Dispose()
    {
        foreach (Ciphertext value in _owned)
        {
            value.Dispose();
        }
        _owned.Clear();
    }

    private Ciphertext Own(Func<Ciphertext> verb)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        Ciphertext result = verb();
        _owned.Add(result);
        return result;
    }
}
