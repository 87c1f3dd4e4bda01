using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>A small secret polynomial (secret key, error or ephemeral key) held as integers, lifted prime by prime; wiped on dispose.</summary>
internal sealed class SmallPolynomial : IDisposable
{
    private readonly RnsPolynomial _integers;

    private SmallPolynomial(SealContext context) => _integers = context.Pool.Rent(1, Representation.Coefficient);

    /// <summary>Takes a copy of the coefficients; the caller wipes its own.</summary>
    public static SmallPolynomial From(SealContext context, ReadOnlySpan<sbyte> coefficients)
    {
        var polynomial = new SmallPolynomial(context);
        var values = polynomial._integers.Limb(0);
        for (int i = 0; i < values.Length; i++) values[i] = coefficients[i];
        return polynomial;
    }

    /// <summary>Uniform on {-1, 0, 1}.</summary>
    public static SmallPolynomial SampleTernary(SealContext context, EntropySource entropy)
    {
        sbyte[] coefficients = GC.AllocateArray<sbyte>(context.N, pinned: true);
        using var stream = entropy.CreateStream();
        TernarySampler.Sample(stream, coefficients);
        var polynomial = From(context, coefficients);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(coefficients.AsSpan()));
        return polynomial;
    }

    /// <summary>A discrete Gaussian of standard deviation 3.2; SEAL's own error, a centred binomial, has 3.24.</summary>
    public static SmallPolynomial SampleError(SealContext context, EntropySource entropy)
    {
        int[] coefficients = GC.AllocateArray<int>(context.N, pinned: true);
        using var stream = entropy.CreateStream();
        DiscreteGaussianSampler.Sample(stream, coefficients);
        var polynomial = new SmallPolynomial(context);
        var values = polynomial._integers.Limb(0);
        for (int i = 0; i < values.Length; i++) values[i] = coefficients[i];
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(coefficients.AsSpan()));
        return polynomial;
    }

    /// <summary>The residues modulo one prime, in NTT form.</summary>
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
