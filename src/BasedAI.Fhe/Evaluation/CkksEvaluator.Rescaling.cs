using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Leaving levels behind, with and without dividing.</summary>
public sealed partial class CkksEvaluator
{
    /// <summary>
    /// Divides by the last prime, rounding to the nearest, and drops it: level - 1, scale divided by exactly that prime. What follows
    /// every multiplication. Cost: one inverse NTT and level forward NTTs a part. Relinearise first where precision counts: rounding c2 costs a
    /// factor of about sqrt(N) in noise, because it meets s².
    /// </summary>
    /// <exception cref="FheOperandException">Other parameters, level 0, or a scale that would fall below 1.</exception>
    public Ciphertext Rescale(Ciphertext operand)
    {
        Check(nameof(Rescale), operand);
        int last = operand.Level;
        if (last == 0) throw new FheOperandException("Rescale: the operand is at level 0; no prime is left. Start at a higher level or multiply less.");

        var prime = _parameters.RingQ[last].Modulus;
        double scale = operand.Scale.Value / prime.Value;
        if (scale < 1)
        {
            throw new FheOperandException(
                $"Rescale: scale {operand.Scale} divided by the prime of level {last} (2^{Math.Log2(prime.Value):F1}) is below 1. Rescale after a multiplication only.");
        }

        var parts = RentParts(operand.Degree, last - 1);
        using var remainder = LimbPool.For(_parameters.N).Rent(2, Representation.Coefficient);
        for (int k = 0; k < parts.Length; k++) RescalePart(operand.Part(k), last, remainder, parts[k]);
        return Create(last - 1, new Scale(scale), parts);
    }

    /// <summary>Drops limbs without dividing: same value, same scale, <paramref name="levels"/> levels lower.</summary>
    /// <exception cref="FheOperandException">Other parameters, fewer levels than that, or a scale that does not fit what remains.</exception>
    public Ciphertext DropLevel(Ciphertext operand, int levels)
    {
        Check(nameof(DropLevel), operand);
        if (levels < 0 || levels > operand.Level)
            throw new FheOperandException($"DropLevel: {levels} levels from level {operand.Level}; give 0 to {operand.Level}.");
        int level = operand.Level - levels;
        Operands.CheckScale(_parameters, nameof(DropLevel), level, operand.Scale);
        var parts = new RnsPolynomial[operand.Degree + 1];
        for (int k = 0; k < parts.Length; k++) parts[k] = CopyLimbs(operand.Part(k), level);
        return Create(level, operand.Scale, parts);
    }

    /// <summary>(c_i - [c]_q)·q^-1 for each remaining limb, [c]_q the last limb taken centred.</summary>
    private void RescalePart(RnsPolynomial source, int last, RnsPolynomial scratch, RnsPolynomial destination)
    {
        var lastRing = _parameters.RingQ[last];
        var remainder = scratch.Limb(0);
        var reduced = scratch.Limb(1);
        source.Limb(last).CopyTo(remainder);
        lastRing.InverseNtt(remainder);
        for (int i = 0; i < last; i++)
        {
            var ring = _parameters.RingQ[i];
            ring.ReduceCentered(remainder, lastRing.Modulus, reduced);
            ring.Ntt(reduced);
            ring.SubtractMultiplyScalar(source.Limb(i), reduced, _parameters.Tables.GetInverse(last, i), destination.Limb(i));
        }
    }
}
