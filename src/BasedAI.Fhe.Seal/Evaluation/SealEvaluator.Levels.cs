using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <content>One prime less: divided by it, or dropped.</content>
public sealed partial class SealEvaluator
{
    /// <summary>SEAL's rescale_to_next: divides by the last prime and drops it; the scale is divided, too.</summary>
    /// <exception cref="FheOperandException">Other parameters, or no prime to spare.</exception>
    public SealCiphertext Rescale(SealCiphertext operand)
    {
        Check(nameof(Rescale), operand);
        CheckSpare(nameof(Rescale), operand.Level, 1);
        double scale = operand.Scale.Value / Context.Rings[operand.Level].Modulus.Value;
        if (scale == 0) throw new FheOperandException($"Rescale: the scale {operand.Scale} divided by the last prime is no number any more.");
        var parts = new RnsPolynomial[operand.PolynomialCount];
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = Context.Pool.Rent(operand.Level, Representation.Ntt);
            SealKeySwitching.DivideByLast(Context, operand.Part(part), parts[part]);
        }

        return new SealCiphertext(Context, operand.Level - 1, new Scale(scale), parts);
    }

    /// <summary>SEAL's mod_switch_to_next of CKKS, so many times: drops primes and leaves value and scale as they are.</summary>
    /// <exception cref="FheOperandException">Other parameters, not so many primes to spare, or a scale that does not fit the level below.</exception>
    public SealCiphertext DropLevel(SealCiphertext operand, int levels = 1)
    {
        Check(nameof(DropLevel), operand);
        CheckSpare(nameof(DropLevel), operand.Level, levels);
        CheckScaleFits(nameof(DropLevel), operand.Scale, operand.Level - levels);
        return Make(operand.Level - levels, operand.Scale, operand.PolynomialCount, (part, i, _, limb) => operand.Part(part).Limb(i).CopyTo(limb));
    }

    /// <summary>The same of a plaintext.</summary>
    /// <exception cref="FheOperandException">Other parameters, not so many primes to spare, or a scale that does not fit the level below.</exception>
    public SealPlaintext DropLevel(SealPlaintext operand, int levels = 1)
    {
        ArgumentNullException.ThrowIfNull(operand);
        CheckContext(nameof(DropLevel), operand.Context);
        CheckSpare(nameof(DropLevel), operand.Level, levels);
        CheckScaleFits(nameof(DropLevel), operand.Scale, operand.Level - levels);
        var polynomial = Context.Pool.Rent(operand.Level - levels + 1, Representation.Ntt);
        operand.Polynomial.CopyTo(polynomial);
        return new SealPlaintext(Context, operand.Level - levels, operand.Scale, polynomial);
    }

    private static void CheckSpare(string operation, int level, int levels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(levels);
        if (levels > level)
            throw new FheOperandException($"{operation}: the operand is at level {level} and {levels} primes were to go; the last one stays. Use parameters with more primes.");
    }
}
