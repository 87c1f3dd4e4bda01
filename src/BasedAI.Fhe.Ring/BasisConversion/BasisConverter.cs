// Fast base conversion with floating-point correction: Halevi, Polyakov, Shoup, "An Improved RNS Variant of the BFV Homomorphic Encryption Scheme"
// (2018), section 2.2. With P = Π p_i and x given by its residues x_i:
//
//   y_i = x_i·(P/p_i)^-1 mod p_i        v = round(Σ y_i/p_i)        x ≡ Σ y_i·(P/p_i) − v·P   exactly, as integers, for x centred
//
// The sum of quotients is taken in doubles in the order of the primes, so v is the same everywhere. Its error is below k²·2^-52 for k primes: the result is the
// centred x unless |x| is within that fraction of P from P/2, and then it may be x ± P, congruent all the same. For one prime it is always the centred x.
// The factors (P/p_i)^-1 go into the inverse transform that yields the coefficients, where they cost nothing. Cost: k products and a reduction a residue.
namespace BasedAI.Fhe.Ring;

/// <summary>Takes residues modulo primes p_i to residues modulo primes q_j, by way of the centred integer. Immutable, thread-safe.</summary>
public sealed unsafe class BasisConverter
{
    /// <summary>Most primes to convert from.</summary>
    public const int MaxFrom = 63;

    private readonly ResidueRing[] _from;
    private readonly ResidueRing[] _to;
    private readonly ulong[] _scales;
    private readonly double[] _shares;
    private readonly double[][] _factors;      // [j]: P/p_i modulo q_j and that over q_j, for every i
    private readonly double[] _minusP;

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
        _scales = [.. from.Select((ring, i) => ring.InverseMod(ProductExcept(i, ring.Modulus.Value)))];
        _shares = [.. from.Select(ring => ring.Constants.InverseQ)];
        _factors = [.. to.Select(FactorsFor)];
        _minusP = [.. to.Select(ring => -ModularArithmetic.Centre(ProductExcept(-1, ring.Modulus.Value), ring.Modulus.Value))];
    }

    /// <summary>Rings converted from.</summary>
    public IReadOnlyList<ResidueRing> From => _from;

    /// <summary>Rings converted to.</summary>
    public IReadOnlyList<ResidueRing> To => _to;

    /// <summary>(P/p_i)^-1 modulo p_i: what coefficients modulo p_i are multiplied by before they are converted; see <see cref="ResidueRing.InverseNtt(ReadOnlySpan{double}, ulong, Span{double})"/>.</summary>
    public ulong GetScale(int i) => _scales[i];

    /// <summary>One limb of the conversion, transformed: NTT form modulo q_j of the centred integer.</summary>
    /// <param name="scaled">Limb <paramref name="offset"/> + i: coefficients modulo p_i times <see cref="GetScale"/>(i), canonical.</param>
    /// <param name="offset">The first limb to convert.</param>
    /// <param name="target">j.</param>
    /// <param name="destination">N places, canonical afterwards; no limb of <paramref name="scaled"/> that is converted.</param>
    /// <exception cref="ArgumentException">Another degree, or no coefficients.</exception>
    public void ConvertToNtt(RnsPolynomial scaled, int offset, int target, Span<double> destination)
    {
        ArgumentNullException.ThrowIfNull(scaled);
        if (scaled.Representation != Representation.Coefficient)
            throw new ArgumentException("A base conversion works on coefficients; apply InverseNtt first and set the representation.", nameof(scaled));
        var ring = _to[target];
        if (scaled.N != ring.N || destination.Length != ring.N)
            throw new ArgumentException($"The conversion is for N = {ring.N}; the polynomial has {scaled.N}, the destination {destination.Length}.", nameof(scaled));

        // Limbs are pinned and the polynomial is kept alive to the end: plain pointers are safe.
        var sources = stackalloc double*[_from.Length];
        for (var i = 0; i < _from.Length; i++)
            sources[i] = scaled.Address(offset + i);
        fixed (double* d = destination, shares = _shares, factors = _factors[target])
        {
            if (_from.Length == 1)
                ring.Kernels.ReduceCenteredLazy(sources[0], _from[0].Modulus.Value, d, ring.N, ring.Constants);
            else
                ring.Kernels.ConvertLazy(sources, _from.Length, shares, factors, _minusP[target], d, ring.N, ring.Constants);
            ring.TransformLazy(d);
        }
        GC.KeepAlive(scaled);
    }

    private double[] FactorsFor(ResidueRing ring)
    {
        var factors = new double[2 * _from.Length];
        for (var i = 0; i < _from.Length; i++)
        {
            factors[2 * i] = ModularArithmetic.Centre(ProductExcept(i, ring.Modulus.Value), ring.Modulus.Value);
            factors[(2 * i) + 1] = factors[2 * i] * ring.Constants.InverseQ;
        }
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
