using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Automorphisms: rotations of the slots and their conjugation.</summary>
public sealed partial class CkksEvaluator
{
    /// <summary>Rotates the slots to the left by <paramref name="steps"/>: slot j takes what was in slot j + steps; negative steps to the right.</summary>
    /// <exception cref="FheOperandException">Other parameters, or degree 2.</exception>
    /// <exception cref="MissingEvaluationKeyException">No key for that rotation, or only for a lower level.</exception>
    public Ciphertext Rotate(Ciphertext operand, int steps)
    {
        CheckAutomorphism(nameof(Rotate), operand);
        return IsIdentity(steps) ? operand.CloneWithoutSeed() : Apply(operand, _parameters.GetRotationElement(steps));
    }

    /// <inheritdoc cref="Rotate(Ciphertext, int)"/>
    /// <param name="operand">Degree 1.</param>
    /// <param name="steps">How far.</param>
    /// <param name="destination">Another ciphertext.</param>
    public void Rotate(Ciphertext operand, int steps, Ciphertext destination)
    {
        CheckAutomorphism(nameof(Rotate), operand);
        CheckDestination(nameof(Rotate), destination, operand);
        if (IsIdentity(steps)) Copy(operand, destination);
        else ApplyTo(operand, _parameters.GetRotationElement(steps), destination);
    }

    /// <summary>
    /// Many rotations of one ciphertext, in the order of <paramref name="steps"/>; its decomposition is done once. The same bytes as separate
    /// calls of <see cref="Rotate(Ciphertext, int)"/>.
    /// </summary>
    /// <exception cref="FheOperandException">Other parameters, or degree 2.</exception>
    /// <exception cref="MissingEvaluationKeyException">A key is missing, or only there for a lower level; nothing has been computed then.</exception>
    public IReadOnlyList<Ciphertext> RotateHoisted(Ciphertext operand, ReadOnlySpan<int> steps)
    {
        CheckAutomorphism(nameof(RotateHoisted), operand);
        CheckKeys(steps, operand.Level);
        var results = new Ciphertext[steps.Length];
        for (int k = 0; k < results.Length; k++) results[k] = NewResult(1, operand.Level);
        RotateHoistedTo(operand, steps, results);
        return results;
    }

    /// <inheritdoc cref="RotateHoisted(Ciphertext, ReadOnlySpan{int})"/>
    /// <param name="operand">Degree 1.</param>
    /// <param name="steps">How far, one for each destination.</param>
    /// <param name="destinations">Other ciphertexts, each once.</param>
    public void RotateHoisted(Ciphertext operand, ReadOnlySpan<int> steps, ReadOnlySpan<Ciphertext> destinations)
    {
        CheckAutomorphism(nameof(RotateHoisted), operand);
        if (destinations.Length != steps.Length)
            throw new FheOperandException($"RotateHoisted: {steps.Length} steps, {destinations.Length} destinations; give one for each.");
        foreach (var destination in destinations) CheckDestination(nameof(RotateHoisted), destination, operand);
        CheckKeys(steps, operand.Level);
        RotateHoistedTo(operand, steps, destinations);
    }

    /// <summary>Conjugates every slot.</summary>
    /// <exception cref="FheOperandException">Other parameters, or degree 2.</exception>
    /// <exception cref="MissingEvaluationKeyException">No key for the conjugation, or only for a lower level.</exception>
    public Ciphertext Conjugate(Ciphertext operand)
    {
        CheckAutomorphism(nameof(Conjugate), operand);
        return Apply(operand, _parameters.ConjugationElement);
    }

    /// <inheritdoc cref="Conjugate(Ciphertext)"/>
    /// <param name="operand">Degree 1.</param>
    /// <param name="destination">Another ciphertext.</param>
    public void Conjugate(Ciphertext operand, Ciphertext destination)
    {
        CheckAutomorphism(nameof(Conjugate), operand);
        CheckDestination(nameof(Conjugate), destination, operand);
        ApplyTo(operand, _parameters.ConjugationElement, destination);
    }

    private Ciphertext Apply(Ciphertext operand, GaloisElement element)
    {
        _ = GetGaloisKey(element, operand.Level);
        var result = NewResult(1, operand.Level);
        ApplyTo(operand, element, result);
        return result;
    }

    private void ApplyTo(Ciphertext operand, GaloisElement element, Ciphertext destination)
    {
        int level = operand.Level;
        var key = GetGaloisKey(element, level);
        destination.Reshape(1, level, operand.Scale);
        _switcher.Switch(operand.Part(1), level, key, new SwitchTarget(operand.Part(0), null, element, destination.Part(0), destination.Part(1)));
    }

    private void RotateHoistedTo(Ciphertext operand, ReadOnlySpan<int> steps, ReadOnlySpan<Ciphertext> destinations)
    {
        int level = operand.Level;
        using var room = LimbPool.For(_parameters.N).Lease(_switcher.DecompositionLimbCount(level), Representation.Ntt);
        var digits = _switcher.Decompose(operand.Part(1), level, room.Polynomial);
        for (int k = 0; k < steps.Length; k++)
        {
            if (IsIdentity(steps[k]))
            {
                Copy(operand, destinations[k]);
                continue;
            }

            var element = _parameters.GetRotationElement(steps[k]);
            destinations[k].Reshape(1, level, operand.Scale);
            _switcher.Switch(
                digits, GetGaloisKey(element, level), new SwitchTarget(operand.Part(0), null, element, destinations[k].Part(0), destinations[k].Part(1)));
        }
    }

    private void CheckAutomorphism(string operation, Ciphertext operand)
    {
        Check(operation, operand);
        Operands.CheckDegreeOne(operation, operand);
    }

    private void CheckKeys(ReadOnlySpan<int> steps, int level)
    {
        foreach (int step in steps)
        {
            if (!IsIdentity(step)) _ = GetGaloisKey(_parameters.GetRotationElement(step), level);
        }
    }

    private bool IsIdentity(int steps) => steps % _parameters.MaxSlots == 0;

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
