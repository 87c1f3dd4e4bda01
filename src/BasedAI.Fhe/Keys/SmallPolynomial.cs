using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>A small secret polynomial (secret key, error or ephemeral key) held as integers, lifted limb by limb; wiped on dispose.</summary>
internal sealed class SmallPolynomial : IDisposable
{
    private readonly RnsPolynomial _integers;

    private SmallPolynomial(int n) => _integers = LimbPool.For(n).Rent(1, Representation.Coefficient);

    /// <summary>Takes a copy of the n coefficients; the caller wipes its own.</summary>
    public static SmallPolynomial From(ReadOnlySpan<sbyte> coefficients)
    {
        var polynomial = new SmallPolynomial(coefficients.Length);
        var values = polynomial._integers.Limb(0);
        for (int i = 0; i < values.Length; i++) values[i] = coefficients[i];
        return polynomial;
    }

    /// <summary>A discrete Gaussian of standard deviation 3.2, the error of an encryption or a key.</summary>
    public static SmallPolynomial SampleError(int n, EntropySource entropy)
    {
        using var stream = entropy.CreateStream();
        var polynomial = new SmallPolynomial(n);
        DiscreteGaussianSampler.Sample(stream, polynomial._integers.Limb(0));
        return polynomial;
    }

    /// <summary>Uniform on {-1, 0, 1}, the ephemeral secret of a public-key encryption.</summary>
    public static SmallPolynomial SampleTernary(int n, EntropySource entropy)
    {
        using var stream = entropy.CreateStream();
        var polynomial = new SmallPolynomial(n);
        TernarySampler.Sample(stream, polynomial._integers.Limb(0));
        return polynomial;
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
