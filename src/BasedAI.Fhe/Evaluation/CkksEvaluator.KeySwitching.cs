using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>What needs evaluation keys: relinearisation, rotation, conjugation.</summary>
public sealed partial class CkksEvaluator
{
    /// <summary>From degree 2 back to degree 1; a ciphertext of degree 1 is copied.</summary>
    /// <exception cref="FheOperandException">Other parameters.</exception>
    /// <exception cref="MissingEvaluationKeyException">No relinearisation key, or only for a lower level.</exception>
    public Ciphertext Relinearize(Ciphertext operand)
    {
        Check(nameof(Relinearize), operand);
        if (operand.Degree == 1) return operand.CloneWithoutSeed();

        int level = operand.Level;
        var key = GetRelinearizationKey(level);
        var parts = RentParts(1, level);
        _switcher.Switch(operand.Part(2), level, key, parts[0], parts[1]);
        for (int i = 0; i <= level; i++)
        {
            _parameters.RingQ[i].Add(operand.Part(0).Limb(i), parts[0].Limb(i), parts[0].Limb(i));
            _parameters.RingQ[i].Add(operand.Part(1).Limb(i), parts[1].Limb(i), parts[1].Limb(i));
        }

        return Create(level, operand.Scale, parts);
    }

    /// <summary>The product, relinearised; rescale afterwards.</summary>
    /// <exception cref="FheOperandException">Parameters or levels differ, a degree is not 1, or the scale outgrows the modulus.</exception>
    /// <exception cref="MissingEvaluationKeyException">No relinearisation key, or only for a lower level.</exception>
    public Ciphertext MultiplyRelinearize(Ciphertext left, Ciphertext right)
    {
        using var product = ReferenceEquals(left, right) ? Square(left) : Multiply(left, right);
        return Relinearize(product);
    }

    /// <summary>Rotates the slots to the left by <paramref name="steps"/>: slot j takes what was in slot j + steps; negative steps to the right.</summary>
    /// <exception cref="FheOperandException">Other parameters, or degree 2.</exception>
    /// <exception cref="MissingEvaluationKeyException">No key for that rotation, or only for a lower level.</exception>
    public Ciphertext Rotate(Ciphertext operand, int steps)
    {
        Check(nameof(Rotate), operand);
        Operands.CheckDegreeOne(nameof(Rotate), operand);
        return IsIdentity(steps) ? operand.CloneWithoutSeed() : Apply(operand, _parameters.GetRotationElement(steps));
    }

    /// <summary>
    /// Many rotations of one ciphertext, in the order of <paramref name="steps"/>; its decomposition is done once. The same bytes as separate
    /// calls of <see cref="Rotate"/>.
    /// </summary>
    /// <exception cref="FheOperandException">Other parameters, or degree 2.</exception>
    /// <exception cref="MissingEvaluationKeyException">A key is missing, or only there for a lower level; nothing has been computed then.</exception>
    public IReadOnlyList<Ciphertext> RotateHoisted(Ciphertext operand, ReadOnlySpan<int> steps)
    {
        Check(nameof(RotateHoisted), operand);
        Operands.CheckDegreeOne(nameof(RotateHoisted), operand);
        var keys = new (GaloisElement Element, SwitchingKey Key)?[steps.Length];
        for (int k = 0; k < steps.Length; k++)
        {
            if (IsIdentity(steps[k])) continue;
            var element = _parameters.GetRotationElement(steps[k]);
            keys[k] = (element, GetGaloisKey(element, operand.Level));
        }

        using var digits = _switcher.Decompose(operand.Part(1), operand.Level);
        var results = new Ciphertext[steps.Length];
        for (int k = 0; k < keys.Length; k++)
        {
            if (keys[k] is not { } use)
            {
                results[k] = operand.CloneWithoutSeed();
                continue;
            }

            using var switched0 = Operands.Rent(_parameters, operand.Level);
            using var switched1 = Operands.Rent(_parameters, operand.Level);
            _switcher.Switch(digits, use.Key, switched0, switched1);
            results[k] = AddAndPermute(operand, use.Element, switched0, switched1);
        }

        return results;
    }

    /// <summary>Conjugates every slot.</summary>
    /// <exception cref="FheOperandException">Other parameters, or degree 2.</exception>
    /// <exception cref="MissingEvaluationKeyException">No key for the conjugation, or only for a lower level.</exception>
    public Ciphertext Conjugate(Ciphertext operand)
    {
        Check(nameof(Conjugate), operand);
        Operands.CheckDegreeOne(nameof(Conjugate), operand);
        return Apply(operand, _parameters.ConjugationElement);
    }

    private Ciphertext Apply(Ciphertext operand, GaloisElement element)
    {
        var key = GetGaloisKey(element, operand.Level);
        using var switched0 = Operands.Rent(_parameters, operand.Level);
        using var switched1 = Operands.Rent(_parameters, operand.Level);
        _switcher.Switch(operand.Part(1), operand.Level, key, switched0, switched1);
        return AddAndPermute(operand, element, switched0, switched1);
    }

    /// <summary>(σ(c0 + k0), σ(k1)); spoils k0.</summary>
    private Ciphertext AddAndPermute(Ciphertext operand, GaloisElement element, RnsPolynomial switched0, RnsPolynomial switched1)
    {
        var parts = RentParts(1, operand.Level);
        for (int i = 0; i <= operand.Level; i++)
        {
            var ring = _parameters.RingQ[i];
            ring.Add(operand.Part(0).Limb(i), switched0.Limb(i), switched0.Limb(i));
            ring.Automorphism(switched0.Limb(i), element, Representation.Ntt, parts[0].Limb(i));
            ring.Automorphism(switched1.Limb(i), element, Representation.Ntt, parts[1].Limb(i));
        }

        return Create(operand.Level, operand.Scale, parts);
    }

    private bool IsIdentity(int steps) => steps % _parameters.MaxSlots == 0;

    private SwitchingKey GetRelinearizationKey(int level)
    {
        var key = _keys.GetRelinearizationKey();
        return key.Level >= level ? key.Key : throw new MissingEvaluationKeyException(
            $"The relinearisation key serves levels up to {key.Level}, the operand is at level {level}. "
            + $"Set EvaluationKeyRequest.RelinearizationLevel to {level} or DropLevel(operand, {level - key.Level}).");
    }

    private SwitchingKey GetGaloisKey(GaloisElement element, int level)
    {
        var key = _keys.GetGaloisKey(element);
        return key.Level >= level ? key.Key : throw new MissingEvaluationKeyException(
            $"The key for {_parameters.Describe(element)} serves levels up to {key.Level}, the operand is at level {level}. "
            + $"Request it with GaloisKeyRequest.Level {level} or DropLevel(operand, {level - key.Level}).",
            element,
            _parameters.GetRotationSteps(element));
    }
}
