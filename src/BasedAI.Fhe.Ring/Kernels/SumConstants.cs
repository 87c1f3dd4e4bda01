namespace BasedAI.Fhe.Ring.Kernels;

/// <summary>A modulus, the M of <see cref="ExactSums{TLanes, TVector}"/>, and how many products may be summed before a reduction.</summary>
internal readonly record struct SumConstants(double Q, double InverseQ, double Magic, int Terms)
{
    // More would only make the units of the high part coarser.
    private const int MaxTerms = 64;

    /// <summary>For factors of at most <paramref name="left"/> and <paramref name="right"/> in magnitude.</summary>
    public static SumConstants For(Modulus modulus, double left, double right)
    {
        double q = modulus.Value, product = left * right;
        for (var terms = MaxTerms; ; terms--)
        {
            // M = 1.5·2^k with Σ|x·w| below 2^(k−1), rounding included; see notes/lazy-ranges.md, section 7.
            var k = Math.ILogB(terms * product * (1 + 1.0 / (1 << 20))) + 2;
            double lost = terms * Math.ScaleB(1, k - 53), quotientError = terms * product / q * Math.ScaleB(1, -52);
            if (terms == 1 || ((3 * q) + lost <= Math.ScaleB(1, 53) && quotientError <= 1.25))
                return new(q, 1 / q, 1.5 * Math.ScaleB(1, k), terms);
        }
    }
}
