// Fast base conversion with floating-point correction: Halevi, Polyakov, Shoup, "An Improved RNS Variant of the BFV Homomorphic Encryption Scheme"
// (2018), section 2.2. With P = Π p_i and x given by its residues x_i:
//
//   y_i = x_i·(P/p_i)^-1 mod p_i        v = round(Σ y_i/p_i)        x ≡ Σ y_i·(P/p_i) − v·P   exactly, as integers, for x centred
//
// y_i is a signed representative within ±11/16·p_i. The sum of quotients is taken in doubles in the order of the primes, so v is the same everywhere. Its
// error is below k²·2^-52 for k primes: the result is the centred x unless |x| is within that fraction of P from P/2, and then it may be x ± P, congruent all
// the same. For one prime it is always the centred x. Cost: k products per residue of source, k+1 per residue of destination.
using BasedAI.Fhe.Ring.Kernels;

namespace BasedAI.Fhe.Ring;

/// <summary>Takes residues modulo primes p_i to residues modulo primes q_j, by way of the centred integer. Immutable, thread-safe.</summary>
public sealed unsafe class BasisConverter
{
    /// <summary>Most primes to convert from.</summary>
    public const int MaxFrom = 63;

    // Digits and quotients of one stretch of places: half a first-level cache.
    private const int ScratchDoubles = 4096;

    private readonly ResidueRing[] _from;
    private readonly ResidueRing[] _to;
    private readonly ModulusConstants[] _fromConstants;
    private readonly double[] _inverses;
    private readonly double[][] _factors;
    private readonly int _stretch;

    /// <summary>Prepares a conversion.</summary>
    /// <param name="from">Rings of the p_i: distinct primes, one degree, at most <see cref="MaxFrom"/>.</param>
    /// <param name="to">Rings of the q_j; a q_j may be one of the p_i.</param>
    public BasisConverter(IReadOnlyList<ResidueRing> from, IReadOnlyList<ResidueRing> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Count is < 1 or > MaxFrom)
            throw new ArgumentException($"A conversion is from 1 … {MaxFrom} primes; {from.Count} were given.", nameof(from));
        if (from.Select(ring => ring.Modulus).Distinct().Count() != from.Count)
            throw new ArgumentException("A prime occurs twice.", nameof(from));
        if (from.Concat(to).Any(ring => ring.LogN != from[0].LogN))
            throw new ArgumentException("All rings of a conversion have one degree.", nameof(to));

        _from = [.. from];
        _to = [.. to];
        _fromConstants = [.. from.Select(ring => ring.Constants)];
        _inverses = [.. from.Select((ring, i) =>
            ModularArithmetic.Centre(ring.InverseMod(ProductExcept(i, ring.Modulus.Value)), ring.Modulus.Value))];
        _factors = [.. to.Select(ring => FactorsFor(ring.Modulus.Value))];

        _stretch = _from[0].N;
        while (_stretch * (from.Count + 1) > ScratchDoubles)
            _stretch /= 2;
    }

    /// <summary>Rings converted from.</summary>
    public IReadOnlyList<ResidueRing> From => _from;

    /// <summary>Rings converted to.</summary>
    public IReadOnlyList<ResidueRing> To => _to;

    /// <summary>Converts limbs of one polynomial to limbs of another; both in coefficient form.</summary>
    /// <param name="source">Limb sourceOffset + i is canonical modulo p_i.</param>
    /// <param name="sourceOffset">The first limb to convert.</param>
    /// <param name="destination">May be <paramref name="source"/>, if no limb is both read and written.</param>
    /// <param name="destinationLimbs">Where the residues modulo q_j go; may be shorter than <see cref="To"/>: then only the first are made.</param>
    /// <exception cref="ArgumentException">Not in coefficient form, other degree, or more limbs asked for than there are primes.</exception>
    public void Convert(RnsPolynomial source, int sourceOffset, RnsPolynomial destination, IReadOnlyList<int> destinationLimbs)
    {
        ArgumentNullException.ThrowIfNull(destinationLimbs);
        Span<int> limbs = stackalloc int[Math.Min(destinationLimbs.Count, 1025)];
        for (var j = 0; j < limbs.Length; j++)
            limbs[j] = destinationLimbs[j];
        Convert(source, sourceOffset, destination, limbs);
    }

    /// <inheritdoc cref="Convert(RnsPolynomial, int, RnsPolynomial, IReadOnlyList{int})"/>
    public void Convert(RnsPolynomial source, int sourceOffset, RnsPolynomial destination, ReadOnlySpan<int> destinationLimbs)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        if (source.Representation != Representation.Coefficient || destination.Representation != Representation.Coefficient)
            throw new ArgumentException("A base conversion works on coefficients; apply InverseNtt first and set the destination's representation.", nameof(source));
        var n = _from[0].N;
        if (source.N != n || destination.N != n)
            throw new ArgumentException($"The conversion is for N = {n}; the polynomials have {source.N} and {destination.N}.", nameof(source));
        if (destinationLimbs.Length > _to.Length)
            throw new ArgumentException($"There are {_to.Length} primes to convert to; {destinationLimbs.Length} limbs were named.", nameof(destinationLimbs));

        // Limbs are pinned and the polynomials are kept alive to the end: plain pointers are safe.
        var count = _from.Length;
        var sources = stackalloc double*[count];
        for (var i = 0; i < count; i++)
            sources[i] = source.Address(sourceOffset + i);
        var targets = stackalloc double*[Math.Max(1, destinationLimbs.Length)];
        for (var j = 0; j < destinationLimbs.Length; j++)
            targets[j] = destination.Address(destinationLimbs[j]);

        var kernels = _from[0].Kernels;
        var scratch = stackalloc double[ScratchDoubles + 8];
        scratch = (double*)(((nuint)scratch + 63) & ~(nuint)63);
        var quotient = scratch + (count * _stretch);
        fixed (ModulusConstants* constants = _fromConstants)
        fixed (double* inverses = _inverses)
        {
            for (var start = 0; start < n; start += _stretch)
            {
                kernels.ConvertDigits(sources, count, constants, inverses, scratch, quotient, _stretch);
                for (var j = 0; j < destinationLimbs.Length; j++)
                {
                    fixed (double* factors = _factors[j])
                        kernels.ConvertSum(scratch, quotient, count, factors, targets[j] + start, _stretch, _to[j].Constants);
                }
                for (var i = 0; i < count; i++)
                    sources[i] += _stretch;
            }
        }
        GC.KeepAlive(source);
        GC.KeepAlive(destination);
    }

    // P/p_i modulo q for every i, then −P modulo q.
    private double[] FactorsFor(ulong q)
    {
        var factors = new double[_from.Length + 1];
        for (var i = 0; i < _from.Length; i++)
            factors[i] = ModularArithmetic.Centre(ProductExcept(i, q), q);
        factors[^1] = -ModularArithmetic.Centre(ProductExcept(-1, q), q);
        return factors;
    }

    private ulong ProductExcept(int skipped, ulong q)
    {
        ulong product = 1;
        for (var i = 0; i < _from.Length; i++)
        {
            if (i != skipped)
                product = ModularArithmetic.Multiply(product, _from[i].Modulus.Value % q, q);
        }
        return product;
    }
}
