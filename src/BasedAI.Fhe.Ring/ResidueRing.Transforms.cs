using System.Runtime.CompilerServices;
using BasedAI.Fhe.Ring.Ntt;

namespace BasedAI.Fhe.Ring;

/// <content>NTT and automorphisms.</content>
public sealed unsafe partial class ResidueRing
{
    /// <summary>Coefficients to NTT form, in place; canonical in and out. Place k then holds the value at ψ^(2·rev(k)+1).</summary>
    public void Ntt(Span<double> limb)
    {
        CheckLength(limb.Length);
        AssertCanonical(limb);
        fixed (double* a = limb)
            _kernels.ForwardNtt(a, Tables);
    }

    /// <summary>NTT form to coefficients, in place; canonical in and out.</summary>
    public void InverseNtt(Span<double> limb)
    {
        CheckLength(limb.Length);
        AssertCanonical(limb);
        var tables = Tables;
        fixed (double* a = limb)
            _kernels.InverseNtt(a, a, tables, tables.InverseN, tables.InverseNTimesFirst);
    }

    /// <summary>NTT form to coefficients times a scalar, which costs nothing; canonical in and out.</summary>
    /// <param name="source">NTT form.</param>
    /// <param name="scalar">Any.</param>
    /// <param name="destination">Coefficients; may be <paramref name="source"/>.</param>
    public void InverseNtt(ReadOnlySpan<double> source, ulong scalar, Span<double> destination)
    {
        Check(source, destination);
        var tables = Tables;
        var factor = Centred(scalar);
        var scale = Centred((ulong)MultiplyMod(factor, tables.InverseN));
        var scaled = Centred((ulong)MultiplyMod(factor, tables.InverseNTimesFirst));
        fixed (double* s = source, d = destination)
            _kernels.InverseNtt(s, d, tables, scale, scaled);
    }

    /// <summary>The automorphism X → X^g.</summary>
    /// <param name="source">Canonical.</param>
    /// <param name="element">g: odd, below 2N.</param>
    /// <param name="representation">Of source and destination alike.</param>
    /// <param name="destination">Another limb than <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">The spans overlap, or g is even or not below 2N.</exception>
    public void Automorphism(ReadOnlySpan<double> source, GaloisElement element, Representation representation, Span<double> destination)
    {
        Check(source, destination);
        if ((element.Value & 1) == 0 || element.Value >= 2 * (uint)N)
            throw new ArgumentException($"A Galois element of this ring is odd and below 2N = {2 * N}; {element.Value} is not.", nameof(element));
        if (source.Overlaps(destination))
            throw new ArgumentException("An automorphism cannot write over its own source; give another destination.", nameof(destination));

        if (representation == Representation.Coefficient)
        {
            PermuteCoefficients(source, element.Value, destination);
            return;
        }
        var permutation = NttPermutation.Get(LogN, element);
        fixed (double* s = source, d = destination)
        fixed (int* blocks = permutation.Blocks)
        fixed (byte* within = permutation.Within)
            _kernels.Permute(s, blocks, within, N, d);
    }

    // Takes what a reduction leaves, ±(q/2 + 2): within the canonical range of notes/lazy-ranges.md, section 2, and never −0.
    internal void TransformLazy(double* limb) => _kernels.ForwardNtt(limb, Tables);

    // X^i → X^(i·g): place i·g mod N, negated where i·g mod 2N is N or more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PermuteCoefficients(ReadOnlySpan<double> source, uint g, Span<double> destination)
    {
        uint n = (uint)N, mask = (2 * n) - 1, target = 0;
        var q = _constants.Q;
        fixed (double* d = destination)
        {
            foreach (var x in source)
            {
                d[target & (n - 1)] = target < n || x == 0 ? x : q - x;
                target = (target + g) & mask;
            }
        }
    }
}
