using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Computes on ciphertexts. Needs evaluation keys only, never a secret. Thread-safe; every verb returns a new ciphertext the caller disposes, or writes
/// to a destination and then allocates nothing once its pools are warm. Deterministic: the same operands and keys give the same bytes on every machine,
/// vector width and thread count.
/// </summary>
/// <remarks>
/// Operands must agree: same parameters; equal levels (plaintexts may be at a higher level); for sums, scales within a relative 2^-30, the
/// result keeping the left scale. Nothing is adjusted silently: a mismatch is a <see cref="FheOperandException"/> naming both sides and the remedy.
/// A destination takes the shape of the result; it may be an operand only where the verb says so.
/// </remarks>
public sealed partial class CkksEvaluator
{
    /// <summary>Most threads an evaluator uses for one operation.</summary>
    public const int MaxThreads = 64;

    private readonly CkksParameters _parameters;
    private readonly IEvaluationKeySet _keys;
    private readonly KeySwitcher _switcher;
    private readonly int _threads;

    /// <summary>Creates an evaluator without keys, for sums and products that are not relinearised.</summary>
    public CkksEvaluator(CkksParameters parameters)
        : this(parameters, EvaluationKeySet.Empty(parameters ?? throw new ArgumentNullException(nameof(parameters))))
    {
    }

    /// <summary>Creates an evaluator; the keys stay the caller's and must outlive it.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="keys">What relinearisation and rotations use.</param>
    /// <param name="threads">Threads one key switch or rescale may use, 1 … <see cref="MaxThreads"/>; results do not depend on it.</param>
    /// <exception cref="FheOperandException">Keys of other parameters.</exception>
    public CkksEvaluator(CkksParameters parameters, IEvaluationKeySet keys, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MaxThreads);
        Operands.CheckParameters(parameters, nameof(CkksEvaluator), keys.ParametersId);
        _parameters = parameters;
        _keys = keys;
        _threads = threads;
        _switcher = new KeySwitcher(parameters, threads);
    }

    private delegate void LimbOperation(ResidueRing ring, ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> destination);

    /// <summary>Copies operand to destination, which may be the operand.</summary>
    /// <exception cref="FheOperandException">Other parameters.</exception>
    public void Copy(Ciphertext operand, Ciphertext destination)
    {
        Check(nameof(Copy), operand);
        CheckDestination(nameof(Copy), destination);
        if (ReferenceEquals(operand, destination)) return;
        destination.Reshape(operand.Degree, operand.Level, operand.Scale);
        for (int k = 0; k <= operand.Degree; k++) CopyLimbs(operand.Part(k), destination.Part(k));
    }

    private static void CopyLimbs(RnsPolynomial source, RnsPolynomial destination)
    {
        for (int i = 0; i < destination.LimbCount; i++) source.Limb(i).CopyTo(destination.Limb(i));
    }

    private void Check(string operation, Ciphertext operand)
    {
        ArgumentNullException.ThrowIfNull(operand);
        Operands.CheckParameters(_parameters, operation, operand.ParametersId);
        _ = operand.Part(0);                                             // throws if it was disposed, before anything is rented
    }

    private void Check(string operation, Ciphertext left, Ciphertext right)
    {
        Check(operation, left);
        Check(operation, right);
        Operands.CheckSameLevel(operation, left.Level, right.Level);
    }

    private void Check(string operation, Ciphertext left, Plaintext right)
    {
        Check(operation, left);
        ArgumentNullException.ThrowIfNull(right);
        Operands.CheckParameters(_parameters, operation, right.ParametersId);
        Operands.CheckPlaintextLevel(operation, left.Level, right.Level);
        _ = right.Polynomial;
    }

    private void CheckDestination(string operation, Ciphertext destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Operands.CheckParameters(_parameters, operation, destination.ParametersId);
        _ = destination.Part(0);
    }

    private void CheckDestination(string operation, Ciphertext destination, Ciphertext operand)
    {
        CheckDestination(operation, destination);
        if (ReferenceEquals(destination, operand))
            throw new FheOperandException($"{operation}: the destination is an operand, which this operation still reads. Give another ciphertext.");
    }

    private Ciphertext NewResult(int degree, int level)
    {
        var parts = new RnsPolynomial[degree + 1];
        for (int i = 0; i < parts.Length; i++) parts[i] = Operands.Rent(_parameters, level);
        return new Ciphertext(_parameters, level, _parameters.DefaultScale, parts);
    }

    private void Map(RnsPolynomial left, RnsPolynomial right, RnsPolynomial destination, LimbOperation operation)
    {
        for (int i = 0; i < destination.LimbCount; i++) operation(_parameters.RingQ[i], left.Limb(i), right.Limb(i), destination.Limb(i));
    }
}
