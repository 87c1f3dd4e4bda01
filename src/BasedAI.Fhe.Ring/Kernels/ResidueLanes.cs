using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>
/// A modulus in registers and the five reductions every kernel is made of. Ranges are multiples of q for the largest q, 2^50; smaller
/// moduli stay further inside. "Lazy" results are signed integers congruent to the true value. Proofs: notes/.
/// </summary>
internal readonly struct ResidueLanes<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public readonly TVector Q;
    public readonly TVector InverseQ;
    public readonly TVector HalfInverseQ;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ResidueLanes(double q, double inverseQ)
    {
        Q = TLanes.Broadcast(q);
        InverseQ = TLanes.Broadcast(inverseQ);
        HalfInverseQ = TLanes.Broadcast(0.5 * inverseQ);
    }

    /// <summary>a·b lazily: |result| ≤ q/2 + 3·2^-53·|a·b|; |a|,|b| ≤ 2^53, |a·b| &lt; 2^102. With |b| ≤ q/2: (1/2 + 3/16·|a|/2^50)·q. Never −0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector MultiplyLazy(TVector a, TVector b)
    {
        var h = TLanes.Multiply(a, b);
        var c = TLanes.Round(TLanes.Multiply(h, InverseQ));
        return TLanes.Subtract(TLanes.NegatedMultiplyAdd(c, Q, h), TLanes.NegatedMultiplyAdd(a, b, h));
    }

    /// <summary>
    /// a·w as <see cref="MultiplyLazy(TVector, TVector)"/>, same bounds (three roundings, in another order). The quotient does not wait for the product, and w/q is
    /// made once where w serves several products.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector MultiplyByFactorLazy(TVector a, TVector w)
    {
        var c = TLanes.Round(TLanes.Multiply(a, TLanes.Multiply(w, InverseQ)));
        var h = TLanes.Multiply(a, w);
        return TLanes.Subtract(TLanes.NegatedMultiplyAdd(c, Q, h), TLanes.NegatedMultiplyAdd(a, w, h));
    }

    /// <summary>As <see cref="MultiplyByFactorLazy"/> with w/q given, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector MultiplyByPreparedLazy(TVector a, TVector w, TVector quotient)
    {
        var c = TLanes.Round(TLanes.Multiply(a, quotient));
        var h = TLanes.Multiply(a, w);
        return TLanes.Subtract(TLanes.NegatedMultiplyAdd(c, Q, h), TLanes.NegatedMultiplyAdd(a, w, h));
    }

    /// <summary>w and w/q, for many products by w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Factor Prepare(double w)
    {
        var factor = TLanes.Broadcast(w);
        return new Factor(factor, TLanes.Multiply(factor, InverseQ));
    }

    /// <summary>As <see cref="MultiplyByFactorLazy"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector MultiplyLazy(TVector a, Factor w) => MultiplyByPreparedLazy(a, w.Value, w.Quotient);

    /// <summary>|x| ≤ 2^53 to |result| ≤ q/2 + 2. Never −0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector ReduceLazy(TVector x) => TLanes.NegatedMultiplyAdd(TLanes.Round(TLanes.Multiply(x, InverseQ)), Q, x);

    /// <summary>(−q,q) to [0,q).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector AddIfNegative(TVector x) => TLanes.SelectIfNegative(x, TLanes.Add(x, Q), x);

    /// <summary>|x| ≤ 2^53 to [0,q).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Canonical(TVector x) => AddIfNegative(ReduceLazy(x));

    /// <summary>|x| &lt; 1.98·2^50 to [0,q), in three operations: the half keeps the quotient off the integers, so the floor cannot err. x is not −0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector CanonicalFromNarrow(TVector x)
        => TLanes.NegatedMultiplyAdd(TLanes.Floor(TLanes.MultiplyAdd(x, InverseQ, HalfInverseQ)), Q, x);

    /// <summary>A factor in registers.</summary>
    /// <param name="value">w, centred.</param>
    /// <param name="quotient">w/q, rounded once.</param>
    public readonly struct Factor(TVector value, TVector quotient)
    {
        public readonly TVector Value = value;
        public readonly TVector Quotient = quotient;
    }
}
