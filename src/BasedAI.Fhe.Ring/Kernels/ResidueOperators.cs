// One struct per pointwise operation: registers in, registers out. Every operand named "canonical" is in [0,q) and is not −0; every result is
// canonical. The loops are in ResidueLoop; the ranges are argued in notes/lazy-ranges.md, section 4.
using System.Runtime.CompilerServices;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>x → f(x).</summary>
internal interface IUnaryOperator<TVector>
{
    TVector Invoke(TVector x);
}

/// <summary>(x, y) → f(x, y). For accumulations y is the accumulator.</summary>
internal interface IBinaryOperator<TVector>
{
    TVector Invoke(TVector x, TVector y);
}

/// <summary>(x, y, accumulator) → f(x, y, accumulator).</summary>
internal interface ITernaryOperator<TVector>
{
    TVector Invoke(TVector x, TVector y, TVector accumulator);
}

internal readonly struct AddOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q) : IBinaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x, TVector y) => q.AddIfNegative(TLanes.Subtract(TLanes.Add(x, y), q.Q));
}

internal readonly struct SubtractOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q) : IBinaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x, TVector y) => q.AddIfNegative(TLanes.Subtract(x, y));
}

internal readonly struct NegateOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q) : IUnaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x) => q.AddIfNegative(TLanes.Subtract(default, x));
}

/// <summary>x·y; lazily within ±7/8·q.</summary>
internal readonly struct MultiplyOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q) : IBinaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x, TVector y) => q.AddIfNegative(q.MultiplyLazy(x, y));
}

/// <summary>accumulator + x·y; lazily within (−7/8·q, 15/8·q).</summary>
internal readonly struct MultiplyAddOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q) : ITernaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x, TVector y, TVector accumulator)
        => q.CanonicalFromNarrow(TLanes.Add(accumulator, q.MultiplyLazy(x, y)));
}

/// <summary>x·s, s centred.</summary>
internal readonly struct MultiplyScalarOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q, TVector scalar) : IUnaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x) => q.AddIfNegative(q.MultiplyLazy(x, scalar));
}

/// <summary>y + x·s, s centred; lazily within (−11/16·q, 27/16·q).</summary>
internal readonly struct MultiplyScalarAddOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q, TVector scalar) : IBinaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x, TVector y) => q.CanonicalFromNarrow(TLanes.Add(y, q.MultiplyLazy(x, scalar)));
}

/// <summary>x + s, s canonical.</summary>
internal readonly struct AddScalarOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q, TVector scalar) : IUnaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x) => q.AddIfNegative(TLanes.Subtract(TLanes.Add(x, scalar), q.Q));
}

/// <summary>(x − y)·s, s centred.</summary>
internal readonly struct SubtractMultiplyScalarOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q, TVector scalar) : IBinaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x, TVector y) => q.AddIfNegative(q.MultiplyLazy(TLanes.Subtract(x, y), scalar));
}

/// <summary>z + (x − y)·s, s centred; lazily within (−11/16·q, 27/16·q).</summary>
internal readonly struct SubtractMultiplyScalarAddOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q, TVector scalar) : ITernaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x, TVector y, TVector z) => q.CanonicalFromNarrow(TLanes.Add(z, q.MultiplyLazy(TLanes.Subtract(x, y), scalar)));
}

/// <summary>Any |x| ≤ 2^53.</summary>
internal readonly struct ReduceOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q) : IUnaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x) => q.Canonical(x);
}

/// <summary>x canonical modulo p, read as the number in (−p/2, p/2); half = (p − 1)/2.</summary>
internal readonly struct ReduceCenteredOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q, TVector p, TVector half) : IUnaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x)
        => q.Canonical(TLanes.SelectIfNegative(TLanes.Subtract(half, x), TLanes.Subtract(x, p), x));
}

/// <summary>As <see cref="ReduceCenteredOperator{TLanes, TVector}"/>, within ±(q/2 + 2).</summary>
internal readonly struct ReduceCenteredLazyOperator<TLanes, TVector>(ResidueLanes<TLanes, TVector> q, TVector p, TVector half) : IUnaryOperator<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke(TVector x)
        => q.ReduceLazy(TLanes.SelectIfNegative(TLanes.Subtract(half, x), TLanes.Subtract(x, p), x));
}
