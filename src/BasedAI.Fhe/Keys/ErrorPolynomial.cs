using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>A small secret polynomial (error or ephemeral key) held as integers, lifted limb by limb; wiped on dispose.</summary>
internal sealed class ErrorPolynomial : IDisposable
{
    private readonly RnsPolynomial _integers;

    private ErrorPolynomial(RnsPolynomial integers) => _integers = integers;

    /// <summary>A discrete Gaussian error.</summary>
    public static ErrorPolynomial Sample(CkksParameters parameters, EntropySource entropy)
    {
        using var stream = entropy.CreateStream();
        var integers = LimbPool.For(parameters.N).Rent(1, Representation.Coefficient);
        DiscreteGaussianSampler.Sample(stream, integers.Limb(0));
        return new ErrorPolynomial(integers);
    }

    /// <summary>A uniform ternary polynomial, the ephemeral secret of a public-key encryption.</summary>
    public static ErrorPolynomial SampleTernary(CkksParameters parameters, EntropySource entropy)
    {
        using var stream = entropy.CreateStream();
        var integers = LimbPool.For(parameters.N).Rent(1, Representation.Coefficient);
        TernarySampler.Sample(stream, integers.Limb(0));
        return new ErrorPolynomial(integers);
    }

    /// <summary>The limb of the polynomial modulo one prime, in NTT form.</summary>
    public void ToNtt(ResidueRing ring, Span<double> destination)
    {
        ring.Reduce(_integers.Limb(0), destination);
        ring.Ntt(destination);
    }

    public void Dispose()
    {
        _integers.Clear();
        _integers.Dispose();
    }
}
