using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Divides a polynomial by the product T of its last limbs, rounding to the nearest: (x - [x]_T)·T^-1 with [x]_T centred. T = P is ModDown, T = q_level
/// is a rescale, T = q_level·P does both with one rounding instead of two. Immutable.
/// </summary>
/// <remarks>Cost: one inverse NTT for each limb of T, one forward NTT and one conversion for each limb that stays.</remarks>
internal sealed class TailDivision
{
    private readonly ResidueRing[] _kept;
    private readonly BasisConverter _converter;
    private readonly ulong[] _inverses;          // T^-1 modulo each kept prime

    public TailDivision(ReadOnlySpan<ResidueRing> kept, ReadOnlySpan<ResidueRing> tail)
    {
        _kept = [.. kept];
        _converter = new BasisConverter([.. tail], _kept);
        var product = CkksParameters.Product(_converter.From);
        _inverses = [.. _kept.Select(ring => ring.InverseMod((ulong)(product % ring.Modulus.Value)))];
    }

    /// <summary>Limbs that stay.</summary>
    public int KeptCount => _kept.Length;

    /// <summary>Limbs of T.</summary>
    public int TailCount => _converter.From.Count;

    /// <summary>destination = addend + source/T.</summary>
    /// <param name="source">NTT form; at least the kept limbs and those of T right behind them. Not changed.</param>
    /// <param name="addend">Kept limbs in NTT form, or null.</param>
    /// <param name="destination">Kept limbs; may be <paramref name="addend"/>.</param>
    /// <param name="threads">Threads to use at most.</param>
    public void Divide(RnsPolynomial source, RnsPolynomial? addend, RnsPolynomial destination, int threads)
    {
        using var remainder = LimbPool.For(source.N).Lease(TailCount, Representation.Coefficient);
        LimbLoop.Run(TailCount, threads, new RemainderWork(this, source, remainder.Polynomial));
        LimbLoop.Run(KeptCount, threads, new QuotientWork(this, source, remainder.Polynomial, addend, destination));
    }

    /// <summary>Limb <paramref name="index"/> of T from NTT form to what <see cref="ToQuotient"/> wants; destination may be source.</summary>
    public void ToRemainder(ReadOnlySpan<double> source, int index, Span<double> destination) =>
        _converter.From[index].InverseNtt(source, _converter.GetScale(index), destination);

    /// <summary>Limb <paramref name="index"/> of addend + source/T; destination may be source or the limb of the addend.</summary>
    public void ToQuotient(ReadOnlySpan<double> source, RnsPolynomial remainder, int index, RnsPolynomial? addend, Span<double> destination)
    {
        var ring = _kept[index];
        using var scratch = LimbPool.For(ring.N).Lease(1, Representation.Ntt);
        _converter.ConvertToNtt(remainder, 0, index, scratch.Limb(0));
        if (addend is null) ring.SubtractMultiplyScalar(source, scratch.Limb(0), _inverses[index], destination);
        else ring.SubtractMultiplyScalarAdd(source, scratch.Limb(0), _inverses[index], addend.Limb(index), destination);
    }

    private readonly struct RemainderWork(TailDivision division, RnsPolynomial source, RnsPolynomial remainder) : ILimbWork
    {
        public void Run(int index) => division.ToRemainder(source.Limb(division.KeptCount + index), index, remainder.Limb(index));
    }

    private readonly struct QuotientWork(
        TailDivision division, RnsPolynomial source, RnsPolynomial remainder, RnsPolynomial? addend, RnsPolynomial destination) : ILimbWork
    {
        public void Run(int index) => division.ToQuotient(source.Limb(index), remainder, index, addend, destination.Limb(index));
    }
}
