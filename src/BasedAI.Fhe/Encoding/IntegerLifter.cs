using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Integers held in doubles to the residues of a polynomial in NTT form.</summary>
internal static class IntegerLifter
{
    /// <summary>Largest magnitude the rings reduce directly.</summary>
    public const double DirectBound = 1L << 52;

    /// <summary>Lifts integers of magnitude at most <paramref name="maxMagnitude"/> to a new polynomial at <paramref name="level"/>.</summary>
    public static RnsPolynomial Lift(CkksParameters parameters, ReadOnlySpan<double> integers, double maxMagnitude, int level)
    {
        var polynomial = LimbPool.For(parameters.N).Rent(level + 1, Representation.Ntt);
        for (int i = 0; i <= level; i++)
        {
            var ring = parameters.RingQ[i];
            if (maxMagnitude <= DirectBound) ring.Reduce(integers, polynomial.Limb(i));
            else ReduceLarge(integers, ring.Modulus.Value, polynomial.Limb(i));
            ring.Ntt(polynomial.Limb(i));
        }

        return polynomial;
    }

    /// <summary>The residue of one integer held in a double, in [0, q).</summary>
    public static ulong Reduce(double integer, ulong modulus)
    {
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(integer));
        int exponent = (int)(bits >> 52) - 1075;
        ulong mantissa = ((ulong)bits & ((1UL << 52) - 1)) | (1UL << 52);
        if (integer == 0) return 0;

        ulong residue = exponent < 0 ? (mantissa >> -exponent) % modulus : ShiftLeft(mantissa % modulus, exponent, modulus);
        return integer < 0 && residue != 0 ? modulus - residue : residue;
    }

    private static void ReduceLarge(ReadOnlySpan<double> integers, ulong modulus, Span<double> destination)
    {
        for (int i = 0; i < integers.Length; i++) destination[i] = Reduce(integers[i], modulus);
    }

    private static ulong ShiftLeft(ulong residue, int shift, ulong modulus)
    {
        for (; shift > 0; shift -= 60)
            residue = (ulong)(((UInt128)residue << Math.Min(shift, 60)) % modulus);
        return residue;
    }
}
