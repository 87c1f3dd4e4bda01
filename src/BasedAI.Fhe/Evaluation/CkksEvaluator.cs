using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Computes on ciphertexts. Needs evaluation keys only, never a secret. Thread-safe; every verb returns a new ciphertext the caller disposes.
/// Deterministic: the same operands and keys give the same bytes on every machine and vector width.
/// </summary>
/// <remarks>
/// Operands must agree: same parameters; equal levels (plaintexts may be at a higher level); for sums, scales within a relative 2^-30, the
/// result keeping the left scale. Nothing is adjusted silently: a mismatch is a <see cref="FheOperandException"/> naming both sides and the remedy.
/// </remarks>
public sealed partial class CkksEvaluator
{
    private readonly CkksParameters _parameters;
    private readonly IEvaluationKeySet _keys;
    private readonly KeySwitcher _switcher;

    /// <summary>Creates an evaluator without keys, for sums and products that are not relinearised.</summary>
    public CkksEvaluator(CkksParameters parameters)
        : this(parameters, EvaluationKeySet.Empty(parameters ?? throw new ArgumentNullException(nameof(parameters))))
    {
    }

    /// <summary>Creates an evaluator; the keys stay the caller's and must outlive it.</summary>
    /// <exception cref="FheOperandException">Keys of other parameters.</exception>
    public CkksEvaluator(CkksParameters parameters, IEvaluationKeySet keys)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(keys);
        Operands.CheckParameters(parameters, nameof(CkksEvaluator), keys.ParametersId);
        _parameters = parameters;
        _keys = keys;
        _switcher = new KeySwitcher(parameters);
    }

    private delegate void LimbOperation(ResidueRing ring, ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> destination);

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

    private Ciphertext Create(int level, Scale scale, params RnsPolynomial[] parts) => new(_parameters, level, scale, parts);

    private RnsPolynomial[] RentParts(int degree, int level)
    {
        var parts = new RnsPolynomial[degree + 1];
        for (int i = 0; i < parts.Length; i++) parts[i] = Operands.Rent(_parameters, level);
        return parts;
    }

    /// <summary>Copies q0 … q_level of a part that may have more limbs.</summary>
    private RnsPolynomial CopyLimbs(RnsPolynomial source, int level)
    {
        var copy = Operands.Rent(_parameters, level);
        for (int i = 0; i <= level; i++) source.Limb(i).CopyTo(copy.Limb(i));
        return copy;
    }

    private RnsPolynomial Map(RnsPolynomial left, RnsPolynomial right, int level, LimbOperation operation)
    {
        var result = Operands.Rent(_parameters, level);
        for (int i = 0; i <= level; i++) operation(_parameters.RingQ[i], left.Limb(i), right.Limb(i), result.Limb(i));
        return result;
    }
}
