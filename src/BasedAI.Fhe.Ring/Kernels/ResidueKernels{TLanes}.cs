// Entry points. Optimised at the first call (AggressiveOptimization): a demonstration runs a few thousand kernels in all, fewer than the tiers need.
using System.Runtime.CompilerServices;
using BasedAI.Fhe.Ring.Embedding;
using BasedAI.Fhe.Ring.Ntt;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>The kernels over one instruction width.</summary>
internal sealed unsafe class ResidueKernels<TLanes, TVector> : ResidueKernels
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public override SimdWidth Width => TLanes.Count switch { 8 => SimdWidth.Vector512, 4 => SimdWidth.Vector256, 2 => SimdWidth.Vector128, _ => SimdWidth.Scalar };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(double* x, double* y, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, AddOperator<TLanes, TVector>>(x, y, destination, n, new(new(q.Q, q.InverseQ)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Subtract(double* x, double* y, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, SubtractOperator<TLanes, TVector>>(x, y, destination, n, new(new(q.Q, q.InverseQ)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Negate(double* x, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, NegateOperator<TLanes, TVector>>(x, destination, n, new(new(q.Q, q.InverseQ)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Multiply(double* x, double* y, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, MultiplyOperator<TLanes, TVector>>(x, y, destination, n, new(new(q.Q, q.InverseQ)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MultiplyAdd(double* x, double* y, double* accumulator, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, MultiplyAddOperator<TLanes, TVector>>(x, y, accumulator, accumulator, n, new(new(q.Q, q.InverseQ)));

    public override void PermutedInnerProducts(
        double** x, double** y0, double** y1, int count, double* addend, int* targets, byte* within, bool isAccumulated, double* d0, double* d1, int n, in SumConstants s)
        => ExactSums<TLanes, TVector>.PermutedInnerProducts(x, y0, y1, count, addend, targets, within, isAccumulated, d0, d1, n, s);

    public override void ConstantRows(
        double** x0, double** x1, int* starts, int* columns, int rows, double* weights, double** d0, double** d1, nint at, int n, in SumConstants s)
        => ExactSums<TLanes, TVector>.ConstantRows(x0, x1, starts, columns, rows, weights, d0, d1, at, n, s);

    public override void LimbRows(
        double** x0, double** x1, int* starts, int* columns, int rows, double** weights, double** d0, double** d1, nint at, int n, in SumConstants s)
        => ExactSums<TLanes, TVector>.LimbRows(x0, x1, starts, columns, rows, weights, d0, d1, at, n, s);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MultiplyScalar(double* x, double scalar, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, MultiplyScalarOperator<TLanes, TVector>>(
            x, destination, n, new(new(q.Q, q.InverseQ), TLanes.Broadcast(scalar)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MultiplyScalarAdd(double* x, double scalar, double* accumulator, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, MultiplyScalarAddOperator<TLanes, TVector>>(
            x, accumulator, accumulator, n, new(new(q.Q, q.InverseQ), TLanes.Broadcast(scalar)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddScalar(double* x, double scalar, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, AddScalarOperator<TLanes, TVector>>(
            x, destination, n, new(new(q.Q, q.InverseQ), TLanes.Broadcast(scalar)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SubtractMultiplyScalar(double* x, double* y, double scalar, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, SubtractMultiplyScalarOperator<TLanes, TVector>>(
            x, y, destination, n, new(new(q.Q, q.InverseQ), TLanes.Broadcast(scalar)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Reduce(double* x, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, ReduceOperator<TLanes, TVector>>(x, destination, n, new(new(q.Q, q.InverseQ)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ReduceCentered(double* x, double from, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, ReduceCenteredOperator<TLanes, TVector>>(
            x, destination, n, new(new(q.Q, q.InverseQ), TLanes.Broadcast(from), TLanes.Broadcast((from - 1) / 2)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Permute(double* source, int* blocks, byte* within, int n, double* destination)
        => TLanes.Permute(source, blocks, within, n / 8, destination);

    public override void ForwardNtt(double* limb, NttTables tables) => NttForward<TLanes, TVector>.Transform(limb, tables);

    public override void InverseNtt(double* source, double* destination, NttTables tables, double scale, double scaled)
        => NttInverse<TLanes, TVector>.Transform(source, destination, tables, scale, scaled);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void InnerProductPair(
        double** x, double** b, double** a, int count, SumState state, double* sum0, double* sum1, int n, in ModulusConstants q)
        => InnerProducts<TLanes, TVector>.Pair(x, b, a, count, state, sum0, sum1, n, q);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SubtractMultiplyScalarAdd(double* x, double* y, double scalar, double* addend, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, SubtractMultiplyScalarAddOperator<TLanes, TVector>>(
            x, y, addend, destination, n, new(new(q.Q, q.InverseQ), TLanes.Broadcast(scalar)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ConvertLazy(
        double** y, int count, double* shares, double* factors, double minusP, double* destination, int n, in ModulusConstants q)
        => BaseConversion<TLanes, TVector>.Convert(y, count, shares, factors, minusP, destination, n, q);

    public override void EmbedForward(double* sourceRe, double* sourceIm, double* re, double* im, EmbeddingTables tables)
        => EmbeddingPasses<TLanes, TVector>.Forward(sourceRe, sourceIm, re, im, tables);

    public override void EmbedInverse(double* sourceRe, double* sourceIm, double* re, double* im, EmbeddingTables tables)
        => EmbeddingPasses<TLanes, TVector>.Inverse(sourceRe, sourceIm, re, im, tables);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ReduceCenteredLazy(double* x, double from, double* destination, int n, in ModulusConstants q)
        => ResidueLoop.Apply<TLanes, TVector, ReduceCenteredLazyOperator<TLanes, TVector>>(
            x, destination, n, new(new(q.Q, q.InverseQ), TLanes.Broadcast(from), TLanes.Broadcast((from - 1) / 2)));
}
