using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Relinearisation, and the products that end in one.</summary>
public sealed partial class CkksEvaluator
{
    /// <summary>From degree 2 back to degree 1; a ciphertext of degree 1 is copied.</summary>
    /// <exception cref="FheOperandException">Other parameters.</exception>
    /// <exception cref="MissingEvaluationKeyException">No relinearisation key, or only for a lower level.</exception>
    public Ciphertext Relinearize(Ciphertext operand)
    {
        Check(nameof(Relinearize), operand);
        if (operand.Degree == 1) return operand.CloneWithoutSeed();
        var key = GetRelinearizationKey(operand.Level);
        var result = NewResult(1, operand.Level);
        RelinearizeTo(operand, key, result);
        return result;
    }

    /// <inheritdoc cref="Relinearize(Ciphertext)"/>
    /// <param name="operand">Degree 1 or 2.</param>
    /// <param name="destination">Another ciphertext.</param>
    public void Relinearize(Ciphertext operand, Ciphertext destination)
    {
        Check(nameof(Relinearize), operand);
        CheckDestination(nameof(Relinearize), destination, operand);
        if (operand.Degree == 1) Copy(operand, destination);
        else RelinearizeTo(operand, GetRelinearizationKey(operand.Level), destination);
    }

    /// <summary>The product, relinearised; rescale afterwards.</summary>
    /// <exception cref="FheOperandException">Parameters or levels differ, a degree is not 1, or the scale outgrows the modulus.</exception>
    /// <exception cref="MissingEvaluationKeyException">No relinearisation key, or only for a lower level.</exception>
    public Ciphertext MultiplyRelinearize(Ciphertext left, Ciphertext right)
    {
        using var product = ReferenceEquals(left, right) ? Square(left) : Multiply(left, right);
        return Relinearize(product);
    }

    /// <summary>
    /// The product, relinearised and rescaled with one rounding: dividing by P and by the last prime at once saves a fifth of the transforms of the two
    /// steps. The last bits may differ from theirs.
    /// </summary>
    /// <exception cref="FheOperandException">Parameters or levels differ, a degree is not 1, level 0, or a scale that does not fit.</exception>
    /// <exception cref="MissingEvaluationKeyException">No relinearisation key, or only for a lower level.</exception>
    public Ciphertext MultiplyRelinearizeRescale(Ciphertext left, Ciphertext right)
    {
        var (scale, key) = CheckMultiplyRescale(left, right);
        var result = NewResult(1, left.Level - 1);
        MultiplyRescaleTo(left, right, scale, key, result);
        return result;
    }

    /// <inheritdoc cref="MultiplyRelinearizeRescale(Ciphertext, Ciphertext)"/>
    /// <param name="left">Degree 1.</param>
    /// <param name="right">Degree 1, same level.</param>
    /// <param name="destination">Another ciphertext.</param>
    public void MultiplyRelinearizeRescale(Ciphertext left, Ciphertext right, Ciphertext destination)
    {
        var (scale, key) = CheckMultiplyRescale(left, right);
        CheckDestination(nameof(MultiplyRelinearizeRescale), destination, left);
        CheckDestination(nameof(MultiplyRelinearizeRescale), destination, right);
        MultiplyRescaleTo(left, right, scale, key, destination);
    }

    private void RelinearizeTo(Ciphertext operand, SwitchingKey key, Ciphertext destination)
    {
        destination.Reshape(1, operand.Level, operand.Scale);
        _switcher.Switch(
            operand.Part(2), operand.Level, key, new SwitchTarget(operand.Part(0), operand.Part(1), null, destination.Part(0), destination.Part(1)));
    }

    private (Scale Scale, SwitchingKey Key) CheckMultiplyRescale(Ciphertext left, Ciphertext right)
    {
        var product = CheckProduct(nameof(MultiplyRelinearizeRescale), left, right);
        return (CheckRescale(nameof(MultiplyRelinearizeRescale), left, product), GetRelinearizationKey(left.Level));
    }

    private void MultiplyRescaleTo(Ciphertext left, Ciphertext right, Scale scale, SwitchingKey key, Ciphertext destination)
    {
        int level = left.Level, extended = _switcher.ExtendedLimbCount(level);
        var pool = LimbPool.For(_parameters.N);
        using var sum0 = pool.Lease(extended, Representation.Ntt);
        using var sum1 = pool.Lease(extended, Representation.Ntt);
        using (var product = pool.Lease(level + 1, Representation.Ntt))
        {
            for (int i = 0; i <= level; i++) _parameters.RingQ[i].Multiply(left.Part(1).Limb(i), right.Part(1).Limb(i), product.Limb(i));
            _switcher.SwitchToExtended(product.Polynomial, level, key, sum0.Polynomial, sum1.Polynomial);
        }

        LimbLoop.Run(level + 1, _threads, new AddProductWork(_parameters, left, right, sum0.Polynomial, sum1.Polynomial));
        destination.Reshape(1, level - 1, scale);
        var division = _parameters.Tables.Converters.GetModDownRescale(level);
        division.Divide(sum0.Polynomial, null, destination.Part(0), _threads);
        division.Divide(sum1.Polynomial, null, destination.Part(1), _threads);
    }

    private SwitchingKey GetRelinearizationKey(int level)
    {
        var key = _keys.GetRelinearizationKey();
        return key.Level >= level ? key.Key : throw new MissingEvaluationKeyException(
            $"The relinearisation key serves levels up to {key.Level}, the operand is at level {level}. "
            + $"Set EvaluationKeyRequest.RelinearizationLevel to {level} or DropLevel(operand, {level - key.Level}).");
    }

    /// <summary>Adds P times c0 and c1 of a product to sums that are still to be divided by P.</summary>
    private readonly struct AddProductWork(
        CkksParameters parameters, Ciphertext left, Ciphertext right, RnsPolynomial sum0, RnsPolynomial sum1) : ILimbWork
    {
        public void Run(int index)
        {
            var ring = parameters.RingQ[index];
            ulong p = parameters.Tables.GetSpecialModulus(index);
            using var scratch = LimbPool.For(ring.N).Lease(1, Representation.Ntt);
            var product = scratch.Limb(0);
            ring.Multiply(left.Part(0).Limb(index), right.Part(0).Limb(index), product);
            ring.MultiplyScalarAdd(product, p, sum0.Limb(index));
            ring.Multiply(left.Part(0).Limb(index), right.Part(1).Limb(index), product);
            ring.MultiplyAdd(left.Part(1).Limb(index), right.Part(0).Limb(index), product);
            ring.MultiplyScalarAdd(product, p, sum1.Limb(index));
        }
    }
}
