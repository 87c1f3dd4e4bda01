using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's Evaluator of CKKS: every result has the bytes SEAL 4.1 gives. Each operation checks its operands as SEAL does and returns a new object, which the
/// caller disposes. Thread-safe.
/// </summary>
/// <remarks>
/// One difference: the build of SEAL that forbids transparent ciphertexts (c1 = 0) throws where this gives the result, for example for x - x.
/// </remarks>
public sealed partial class SealEvaluator
{
    /// <summary>Creates an evaluator.</summary>
    public SealEvaluator(SealContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
    }

    /// <summary>Parameters of every operand.</summary>
    public SealContext Context { get; }

    /// <summary>left + right; the scale is that of the left side.</summary>
    /// <exception cref="FheOperandException">Other parameters, levels that differ, or scales that do.</exception>
    public SealCiphertext Add(SealCiphertext left, SealCiphertext right) => Combine(nameof(Add), left, right, isDifference: false);

    /// <summary>left - right; the scale is that of the left side.</summary>
    /// <exception cref="FheOperandException">Other parameters, levels that differ, or scales that do.</exception>
    public SealCiphertext Subtract(SealCiphertext left, SealCiphertext right) => Combine(nameof(Subtract), left, right, isDifference: true);

    /// <summary>-operand.</summary>
    /// <exception cref="FheOperandException">Other parameters.</exception>
    public SealCiphertext Negate(SealCiphertext operand)
    {
        Check(nameof(Negate), operand);
        return Make(operand.Level, operand.Scale, operand.PolynomialCount, (part, i, ring, limb) => ring.Negate(operand.Part(part).Limb(i), limb));
    }

    /// <summary>left + right.</summary>
    /// <exception cref="FheOperandException">Other parameters, levels that differ, or scales that do.</exception>
    public SealCiphertext Add(SealCiphertext left, SealPlaintext right)
    {
        CheckPair(nameof(Add), left, right, sameScale: true);
        return Make(left.Level, left.Scale, left.PolynomialCount, (part, i, ring, limb) =>
        {
            if (part == 0) ring.Add(left.Part(0).Limb(i), right.Polynomial.Limb(i), limb);
            else left.Part(part).Limb(i).CopyTo(limb);
        });
    }

    /// <summary>left - right.</summary>
    /// <exception cref="FheOperandException">Other parameters, levels that differ, or scales that do.</exception>
    public SealCiphertext Subtract(SealCiphertext left, SealPlaintext right)
    {
        CheckPair(nameof(Subtract), left, right, sameScale: true);
        return Make(left.Level, left.Scale, left.PolynomialCount, (part, i, ring, limb) =>
        {
            if (part == 0) ring.Subtract(left.Part(0).Limb(i), right.Polynomial.Limb(i), limb);
            else left.Part(part).Limb(i).CopyTo(limb);
        });
    }

    /// <summary>left · right; scales multiply.</summary>
    /// <exception cref="FheOperandException">Other parameters, levels that differ, or a scale that does not fit the level.</exception>
    public SealCiphertext Multiply(SealCiphertext left, SealPlaintext right)
    {
        CheckPair(nameof(Multiply), left, right, sameScale: false);
        var scale = MultiplyScales(nameof(Multiply), left.Level, left.Scale, right.Scale);
        return Make(
            left.Level, scale, left.PolynomialCount, (part, i, ring, limb) => ring.Multiply(left.Part(part).Limb(i), right.Polynomial.Limb(i), limb));
    }

    /// <summary>left · right, of as many polynomials as both together less one; scales multiply.</summary>
    /// <exception cref="FheOperandException">Other parameters, levels that differ, too many polynomials, or a scale that does not fit the level.</exception>
    public SealCiphertext Multiply(SealCiphertext left, SealCiphertext right)
    {
        CheckPair(nameof(Multiply), left, right);
        int count = left.PolynomialCount + right.PolynomialCount - 1;
        if (count > SealShape.MaxPolynomials)
            throw new FheOperandException($"Multiply: the product would have {count} polynomials; at most {SealShape.MaxPolynomials}. Relinearize before.");
        var scale = MultiplyScales(nameof(Multiply), left.Level, left.Scale, right.Scale);
        return Make(left.Level, scale, count, (part, i, ring, limb) =>
        {
            int first = Math.Max(0, part - right.PolynomialCount + 1), last = Math.Min(part, left.PolynomialCount - 1);
            ring.Multiply(left.Part(first).Limb(i), right.Part(part - first).Limb(i), limb);
            for (int j = first + 1; j <= last; j++) ring.MultiplyAdd(left.Part(j).Limb(i), right.Part(part - j).Limb(i), limb);
        });
    }

    /// <summary>operand · operand.</summary>
    /// <exception cref="FheOperandException">Other parameters, too many polynomials, or a scale that does not fit the level.</exception>
    public SealCiphertext Square(SealCiphertext operand) => Multiply(operand, operand);

    /// <summary>Back to two polynomials.</summary>
    /// <exception cref="FheOperandException">Other parameters.</exception>
    /// <exception cref="MissingEvaluationKeyException">There is no key for a power of s that the operand needs.</exception>
    public SealCiphertext Relinearize(SealCiphertext operand, SealRelinKeys keys)
    {
        Check(nameof(Relinearize), operand);
        ArgumentNullException.ThrowIfNull(keys);
        CheckContext(nameof(Relinearize), keys.Context);
        for (int power = operand.PolynomialCount - 1; power >= 2; power--)
        {
            if (!keys.Contains(power))
                throw new MissingEvaluationKeyException($"Relinearize: there is no key for s^{power}; a ciphertext of {operand.PolynomialCount} polynomials needs it.");
        }

        var result = Make(operand.Level, operand.Scale, 2, (part, i, _, limb) => operand.Part(part).Limb(i).CopyTo(limb));
        var (c0, c1) = (result.Part(0), result.Part(1));
        for (int power = operand.PolynomialCount - 1; power >= 2; power--)
            SealKeySwitching.Switch(Context, operand.Part(power), keys.Find(power)!, c0, c1, c0, c1);
        return result;
    }

    private delegate void LimbWork(int part, int prime, ResidueRing ring, Span<double> limb);

    private SealCiphertext Make(int level, Scale scale, int partCount, LimbWork work)
    {
        var parts = new RnsPolynomial[partCount];
        try
        {
            for (int part = 0; part < partCount; part++)
            {
                parts[part] = Context.Pool.Rent(level + 1, Representation.Ntt);
                for (int i = 0; i <= level; i++) work(part, i, Context.Rings[i], parts[part].Limb(i));
            }

            return new SealCiphertext(Context, level, scale, parts);
        }
        catch
        {
            SealShape.DisposeAll(parts);
            throw;
        }
    }

    private SealCiphertext Combine(string operation, SealCiphertext left, SealCiphertext right, bool isDifference)
    {
        CheckPair(operation, left, right);
        CheckScales(operation, left.Scale, right.Scale);
        int common = Math.Min(left.PolynomialCount, right.PolynomialCount);
        return Make(left.Level, left.Scale, Math.Max(left.PolynomialCount, right.PolynomialCount), (part, i, ring, limb) =>
        {
            if (part < common && isDifference) ring.Subtract(left.Part(part).Limb(i), right.Part(part).Limb(i), limb);
            else if (part < common) ring.Add(left.Part(part).Limb(i), right.Part(part).Limb(i), limb);
            else if (part < left.PolynomialCount) left.Part(part).Limb(i).CopyTo(limb);
            else if (isDifference) ring.Negate(right.Part(part).Limb(i), limb);
            else right.Part(part).Limb(i).CopyTo(limb);
        });
    }
}
