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

    public abstract void Add(double* x, double* y, double* destination, int n, in ModulusConstants q);

    public abstract void Subtract(double* x, double* y, double* destination, int n, in ModulusConstants q);

    public abstract void Negate(double* x, double* destination, int n, in ModulusConstants q);

    public abstract void Multiply(double* x, double* y, double* destination, int n, in ModulusConstants q);

    public abstract void MultiplyAdd(double* x, double* y, double* accumulator, int n, in ModulusConstants q);

    /// <summary>destination = Σ x_i·y_i.</summary>
    public abstract void InnerProduct(double** x, double** y, int count, double* destination, int n, in ModulusConstants q);

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

    public abstract void InverseNtt(double* limb, Ntt.NttTables tables);

    /// <summary>y_i = x_i·factor_i lazily, and quotient = round(Σ y_i/p_i).</summary>
    public abstract void ConvertDigits(double** x, int count, ModulusConstants* from, double* factors, double* digits, double* quotient, int n);

    /// <summary>destination = Σ digit_i·factor_i + quotient·factor_count, canonical; factors centred.</summary>
    public abstract void ConvertSum(double* digits, double* quotient, int count, double* factors, double* destination, int n, in ModulusConstants q);
}
