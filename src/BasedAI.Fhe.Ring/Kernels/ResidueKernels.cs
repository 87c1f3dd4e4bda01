using System.Runtime.Intrinsics;

namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>The kernels of one width behind one virtual call per limb. Pointers to n doubles; ranges as in <see cref="ResidueRing"/>.</summary>
internal abstract unsafe class ResidueKernels
{
    private static readonly Lazy<ResidueKernels> Selected = new(() => For(SimdSelection.Active));

    /// <summary>The kernels of the active width.</summary>
    public static ResidueKernels Active => Selected.Value;

    /// <summary>The kernels of any width this machine has.</summary>
    public static ResidueKernels For(SimdWidth width) => width switch
    {
        SimdWidth.Vector512 => new ResidueKernels<Lanes512, Vector512<double>>(),
        SimdWidth.Vector256 => new ResidueKernels<Lanes256, Vector256<double>>(),
        SimdWidth.Vector128 => new ResidueKernels<Lanes128, Vector128<double>>(),
        _ => new ResidueKernels<LanesScalar, double>(),
    };

    /// <summary>The width of these kernels.</summary>
    public abstract SimdWidth Width { get; }

    public abstract void Add(double* x, double* y, double* destination, int n, in ModulusConstants q);

    public abstract void Subtract(double* x, double* y, double* destination, int n, in ModulusConstants q);

    public abstract void Negate(double* x, double* destination, int n, in ModulusConstants q);

    public abstract void Multiply(double* x, double* y, double* destination, int n, in ModulusConstants q);

    public abstract void MultiplyAdd(double* x, double* y, double* accumulator, int n, in ModulusConstants q);

    /// <inheritdoc cref="ExactSums{TLanes, TVector}.PermutedInnerProducts"/>
    public abstract void PermutedInnerProducts(
        double** x, double** y0, double** y1, int count, double* addend, int* targets, byte* within, bool isAccumulated, double* d0, double* d1, int n, in SumConstants s);

    /// <inheritdoc cref="ExactSums{TLanes, TVector}.ConstantRows"/>
    public abstract void ConstantRows(
        double** x0, double** x1, int* starts, int* columns, int rows, double* weights, double** d0, double** d1, nint at, int n, in SumConstants s);

    /// <inheritdoc cref="ExactSums{TLanes, TVector}.LimbRows"/>
    public abstract void LimbRows(
        double** x0, double** x1, int* starts, int* columns, int rows, double** weights, double** d0, double** d1, nint at, int n, in SumConstants s);

    /// <summary>scalar centred.</summary>
    public abstract void MultiplyScalar(double* x, double scalar, double* destination, int n, in ModulusConstants q);

    /// <summary>scalar centred.</summary>
    public abstract void MultiplyScalarAdd(double* x, double scalar, double* accumulator, int n, in ModulusConstants q);

    /// <summary>scalar canonical.</summary>
    public abstract void AddScalar(double* x, double scalar, double* destination, int n, in ModulusConstants q);

    /// <summary>scalar centred.</summary>
    public abstract void SubtractMultiplyScalar(double* x, double* y, double scalar, double* destination, int n, in ModulusConstants q);

    public abstract void Reduce(double* x, double* destination, int n, in ModulusConstants q);

    public abstract void ReduceCentered(double* x, double from, double* destination, int n, in ModulusConstants q);

    public abstract void Permute(double* source, int* blocks, byte* within, int n, double* destination);

    public abstract void ForwardNtt(double* limb, Ntt.NttTables tables);

    /// <summary>Coefficients times scale·N; scaled is scale·W[1]; both centred. Destination may be source.</summary>
    public abstract void InverseNtt(double* source, double* destination, Ntt.NttTables tables, double scale, double scaled);

    /// <summary>sum0 (+)= Σ x_i·b_i and sum1 (+)= Σ x_i·a_i, i below count ≤ 4; at most eight products between reductions.</summary>
    public abstract void InnerProductPair(
        double** x, double** b, double** a, int count, SumState state, double* sum0, double* sum1, int n, in ModulusConstants q);

    /// <summary>addend + (x − y)·scalar; scalar centred.</summary>
    public abstract void SubtractMultiplyScalarAdd(double* x, double* y, double scalar, double* addend, double* destination, int n, in ModulusConstants q);

    /// <summary>
    /// destination = Σ y_i·factors_i − round(Σ y_i·shares_i)·P, within ±(q/2 + 2): y canonical modulo p_i, shares 1/p_i; for each i factors holds f_i, centred,
    /// and f_i/q; minusP centred.
    /// </summary>
    public abstract void ConvertLazy(
        double** y, int count, double* shares, double* factors, double minusP, double* destination, int n, in ModulusConstants q);

    /// <summary>Coefficients to slots; spoils the source.</summary>
    public abstract void EmbedForward(double* sourceRe, double* sourceIm, double* re, double* im, Embedding.EmbeddingTables tables);

    /// <summary>Slots to coefficients times n; spoils the source.</summary>
    public abstract void EmbedInverse(double* sourceRe, double* sourceIm, double* re, double* im, Embedding.EmbeddingTables tables);

    /// <summary><see cref="ReduceCentered"/> that stops at ±(q/2 + 2).</summary>
    public abstract void ReduceCenteredLazy(double* x, double from, double* destination, int n, in ModulusConstants q);
}
