using BasedAI.Fhe.Ring;
using BasedAI.Fhe.Ring.Kernels;
using BenchmarkDotNet.Attributes;

namespace BasedAI.Benchmarks.Suites;

/// <summary>The kernels of one limb at every width of this machine: <c>-- --filter '*KernelSuite*'</c>. The column Width says which.</summary>
[MemoryDiagnoser]
public class KernelSuite
{
    private ResidueRing _ring = null!;
    private BasisConverter _converter = null!;
    private RnsPolynomial _limbs = null!;
    private RnsPolynomial[] _key = null!;

    /// <summary>Widths this machine has.</summary>
    public static IEnumerable<SimdWidth> Widths => Enum.GetValues<SimdWidth>().Where(SimdSelection.IsSupported);

    /// <summary>Width of the kernels.</summary>
    [ParamsSource(nameof(Widths))]
    public SimdWidth Width { get; set; }

    /// <summary>log2 of the ring degree.</summary>
    [Params(13, 15)]
    public int LogN { get; set; }

    /// <summary>Rings and operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var kernels = ResidueKernels.For(Width);
        ResidueRing[] rings = [.. PrimeSearch.FindNttPrimes(LogN, 50, 4).Select(prime => new ResidueRing(LogN, prime, kernels))];
        _ring = rings[0];
        _converter = new BasisConverter(rings[1..], rings[..1]);
        _limbs = LimbPool.For(1 << LogN).Rent(6, Representation.Coefficient, clear: true);
        _key = [_limbs, _limbs, _limbs];
    }

    /// <summary>Gives the operands back.</summary>
    [GlobalCleanup]
    public void Cleanup() => _limbs.Dispose();

    /// <summary>Forward NTT.</summary>
    [Benchmark]
    public void ForwardNtt() => _ring.Ntt(_limbs.Limb(0));

    /// <summary>Inverse NTT.</summary>
    [Benchmark]
    public void InverseNtt() => _ring.InverseNtt(_limbs.Limb(0));

    /// <summary>x·y.</summary>
    [Benchmark]
    public void Multiply() => _ring.Multiply(_limbs.Limb(0), _limbs.Limb(1), _limbs.Limb(2));

    /// <summary>z + x·y.</summary>
    [Benchmark]
    public void MultiplyAdd() => _ring.MultiplyAdd(_limbs.Limb(0), _limbs.Limb(1), _limbs.Limb(2));

    /// <summary>Three digits with both halves of a key.</summary>
    [Benchmark]
    public void InnerProductsOfThree() => _ring.InnerProducts(_limbs, 0, 1, 3, _key, _key, 3, _limbs.Limb(4), _limbs.Limb(5));

    /// <summary>One limb from three primes, transformed.</summary>
    [Benchmark]
    public void ConvertThreeAndTransform() => _converter.ConvertToNtt(_limbs, 1, 0, _limbs.Limb(0));
}
