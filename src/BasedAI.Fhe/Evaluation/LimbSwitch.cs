using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>One limb of the sums of a key switch over q0 … q_level, p0 …: Σ digit·b and Σ digit·a.</summary>
internal interface ILimbSwitch
{
    /// <summary>Computes limb <paramref name="index"/> of both sums.</summary>
    void Sum(int index, Span<double> sum0, Span<double> sum1);
}

/// <summary>Digits that are already there.</summary>
internal readonly struct DigitSwitch(CkksParameters parameters, DigitDecomposition digits, SwitchingKey key) : ILimbSwitch
{
    public void Sum(int index, Span<double> sum0, Span<double> sum1) => parameters.GetRing(digits.Level, index).InnerProducts(
        digits.Limbs, index, digits.Stride, digits.Count, key.B, key.A, key.GetLimb(digits.Level, index), sum0, sum1);
}

/// <summary>Digits made when needed and forgotten: a few of one limb at a time, so that they stay in the cache.</summary>
internal readonly struct LimbSwitch(CkksParameters parameters, int level, RnsPolynomial source, RnsPolynomial scaled, SwitchingKey key) : ILimbSwitch
{
    private const int DigitsAtOnce = 4;

    /// <summary>A limb of a digit: its own limbs are copied, the others converted and transformed.</summary>
    public static void Extend(CkksParameters parameters, RnsPolynomial source, RnsPolynomial scaled, int level, int digit, int limb, Span<double> destination)
    {
        int start = digit * parameters.Alpha, end = Math.Min(start + parameters.Alpha, level + 1);
        if (limb >= start && limb < end) source.Limb(limb).CopyTo(destination);
        else parameters.Tables.Converters.GetUp(level, digit).ConvertToNtt(scaled, start, limb, destination);
    }

    public void Sum(int index, Span<double> sum0, Span<double> sum1)
    {
        int count = parameters.GetDigitCount(level);
        var ring = parameters.GetRing(level, index);
        using var digits = LimbPool.For(ring.N).Lease(Math.Min(count, DigitsAtOnce), Representation.Ntt);
        for (int first = 0; first < count; first += DigitsAtOnce)
        {
            int size = Math.Min(DigitsAtOnce, count - first);
            for (int d = 0; d < size; d++) Extend(parameters, source, scaled, level, first + d, index, digits.Limb(d));
            ring.InnerProducts(
                digits.Polynomial, 0, 1, size, key.B[first..], key.A[first..], key.GetLimb(level, index), sum0, sum1, summed: first, isComplete: first + size == count);
        }
    }
}
