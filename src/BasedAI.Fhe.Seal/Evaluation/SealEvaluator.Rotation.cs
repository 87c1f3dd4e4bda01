using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <content>Automorphisms: SEAL permutes first and switches the permuted c1 afterwards.</content>
public sealed partial class SealEvaluator
{
    /// <summary>
    /// SEAL's rotate_vector: slot i + steps moves to slot i. Without a key for the steps they are split into the signed powers of two of their
    /// non-adjacent form, lowest first, as SEAL does.
    /// </summary>
    /// <param name="operand">Two polynomials.</param>
    /// <param name="steps">Between -N/2 and N/2, both excluded; to the right if negative.</param>
    /// <param name="keys">Galois keys.</param>
    /// <exception cref="FheOperandException">Other parameters, or more than two polynomials.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too many steps.</exception>
    /// <exception cref="MissingEvaluationKeyException">No key for the steps, nor for a power of two they are made of.</exception>
    public SealCiphertext Rotate(SealCiphertext operand, int steps, SealGaloisKeys keys)
    {
        CheckRotation(nameof(Rotate), operand, keys);
        if (steps == 0) return operand.Expand();
        var element = Context.GetRotationElement(steps);
        if (keys.Contains(element)) return Apply(operand, element, keys);

        int[] terms = [.. NonAdjacentForm(steps).Where(term => Math.Abs(term) != Context.SlotCount)];     // N/2 steps are no rotation
        foreach (int term in terms)
        {
            var part = Context.GetRotationElement(term);
            if (!keys.Contains(part))
            {
                throw new MissingEvaluationKeyException(
                    $"Rotate: there is no key for {steps} steps (Galois element {element.Value})"
                    + (term == steps ? "." : $", and none for {term} (element {part.Value}), one of the powers of two they could be made of."),
                    part,
                    term);
            }
        }

        var result = operand.Expand();
        foreach (int term in terms)
        {
            using var previous = result;
            result = Apply(previous, Context.GetRotationElement(term), keys);
        }

        return result;
    }

    /// <summary>SEAL's complex_conjugate: every slot becomes its conjugate.</summary>
    /// <exception cref="FheOperandException">Other parameters, or more than two polynomials.</exception>
    /// <exception cref="MissingEvaluationKeyException">No key for the conjugation.</exception>
    public SealCiphertext Conjugate(SealCiphertext operand, SealGaloisKeys keys) => ApplyGalois(operand, Context.ConjugationElement, keys);

    /// <summary>SEAL's apply_galois: the automorphism X → X^g.</summary>
    /// <exception cref="FheOperandException">Other parameters, or more than two polynomials.</exception>
    /// <exception cref="MissingEvaluationKeyException">No key for the element.</exception>
    public SealCiphertext ApplyGalois(SealCiphertext operand, GaloisElement element, SealGaloisKeys keys)
    {
        CheckRotation(nameof(ApplyGalois), operand, keys);
        if (!keys.Contains(element))
        {
            string name = element == Context.ConjugationElement ? "the conjugation" : "the automorphism";
            throw new MissingEvaluationKeyException($"ApplyGalois: there is no key for {name} (Galois element {element.Value}).", element);
        }

        return Apply(operand, element, keys);
    }

    /// <summary>The signed powers of two, no two neighbours, that add up to a number; lowest first. SEAL 4.1, numth.h.</summary>
    internal static IEnumerable<int> NonAdjacentForm(int value)
    {
        int sign = Math.Sign(value);
        for (int rest = Math.Abs(value), power = 1; rest != 0; power <<= 1)
        {
            int digit = (rest & 1) == 0 ? 0 : 2 - (rest & 3);
            rest = (rest - digit) >> 1;
            if (digit != 0) yield return sign * digit * power;
        }
    }

    private SealCiphertext Apply(SealCiphertext operand, GaloisElement element, SealGaloisKeys keys)
    {
        var key = keys.Find(element)!;
        int limbs = operand.Level + 1;
        using var permuted = Context.Pool.Lease(limbs, Representation.Ntt);
        var (c0, c1) = (Context.Pool.Rent(limbs, Representation.Ntt), Context.Pool.Rent(limbs, Representation.Ntt));
        for (int i = 0; i < limbs; i++)
        {
            Context.Rings[i].Automorphism(operand.Part(0).Limb(i), element, Representation.Ntt, c0.Limb(i));
            Context.Rings[i].Automorphism(operand.Part(1).Limb(i), element, Representation.Ntt, permuted.Limb(i));
        }

        SealKeySwitching.Switch(Context, permuted.Polynomial, key, c0, null, c0, c1);
        return new SealCiphertext(Context, operand.Level, operand.Scale, [c0, c1]);
    }

    private void CheckRotation(string operation, SealCiphertext operand, SealGaloisKeys keys)
    {
        Check(operation, operand);
        ArgumentNullException.ThrowIfNull(keys);
        CheckContext(operation, keys.Context);
        if (operand.PolynomialCount != 2)
            throw new FheOperandException($"{operation}: the operand has {operand.PolynomialCount} polynomials; Relinearize it first.");
    }
}
