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
        var scale = CheckRescale(nameof(Rescale), operand, operand?.Scale ?? default);
        var result = NewResult(operand!.Degree, operand.Level - 1);
        RescaleTo(operand, scale, result);
        return result;
    }

    /// <inheritdoc cref="Rescale(Ciphertext)"/>
    /// <param name="operand">What to divide.</param>
    /// <param name="destination">Another ciphertext.</param>
    public void Rescale(Ciphertext operand, Ciphertext destination)
    {
        var scale = CheckRescale(nameof(Rescale), operand, operand?.Scale ?? default);
        CheckDestination(nameof(Rescale), destination, operand!);
        RescaleTo(operand!, scale, destination);
    }

    /// <summary>Drops limbs without dividing: same value, same scale, <paramref name="levels"/> levels lower.</summary>
    /// <exception cref="FheOperandException">Other parameters, fewer levels than that, or a scale that does not fit what remains.</exception>
    public Ciphertext DropLevel(Ciphertext operand, int levels)
    {
        int level = CheckDrop(operand, levels);
        var result = NewResult(operand.Degree, level);
        DropTo(operand, level, result);
        return result;
    }

    /// <inheritdoc cref="DropLevel(Ciphertext, int)"/>
    /// <param name="operand">What to lower.</param>
    /// <param name="levels">How far.</param>
    /// <param name="destination">Another ciphertext.</param>
    public void DropLevel(Ciphertext operand, int levels, Ciphertext destination)
    {
        int level = CheckDrop(operand, levels);
        CheckDestination(nameof(DropLevel), destination, operand);
        DropTo(operand, level, destination);
    }

    private Scale CheckRescale(string operation, Ciphertext? operand, Scale before)
    {
        Check(operation, operand!);
        int last = operand!.Level;
        if (last == 0) throw new FheOperandException($"{operation}: the operand is at level 0; no prime is left. Start at a higher level or multiply less.");

        var prime = _parameters.RingQ[last].Modulus;
        double scale = before.Value / prime.Value;
        return scale >= 1 ? new Scale(scale) : throw new FheOperandException(
            $"{operation}: scale {before} divided by the prime of level {last} (2^{Math.Log2(prime.Value):F1}) is below 1. Rescale after a multiplication only.");
    }

    private void RescaleTo(Ciphertext operand, Scale scale, Ciphertext destination)
    {
        var division = _parameters.Tables.Converters.GetRescale(operand.Level);
        destination.Reshape(operand.Degree, operand.Level - 1, scale);
        for (int k = 0; k <= operand.Degree; k++) division.Divide(operand.Part(k), null, destination.Part(k), _threads);
    }

    private int CheckDrop(Ciphertext operand, int levels)
    {
        Check(nameof(DropLevel), operand);
        if (levels < 0 || levels > operand.Level)
            throw new FheOperandException($"DropLevel: {levels} levels from level {operand.Level}; give 0 to {operand.Level}.");
        Operands.CheckScale(_parameters, nameof(DropLevel), operand.Level - levels, operand.Scale);
        return operand.Level - levels;
    }

    private static void DropTo(Ciphertext operand, int level, Ciphertext destination)
    {
        destination.Reshape(operand.Degree, level, operand.Scale);
        for (int k = 0; k <= operand.Degree; k++) CopyLimbs(operand.Part(k), destination.Part(k));
    }
}
