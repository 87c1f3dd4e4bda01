// Key switching, divide-and-round: SEAL 4.1, evaluator.cpp (switch_key_inplace) and rns.cpp (divide_and_round_q_last_ntt_inplace), in ring verbs.
// SEAL lifts a digit by its residue in [0, q_J); the native engine lifts it centred. Either is right and neither gives the bytes of the other.
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>The two operations of SEAL that round, to the bit.</summary>
internal static class SealKeySwitching
{
    /// <summary>destination = (addend0, addend1) + the switch of <paramref name="target"/> from the key's polynomial to s.</summary>
    /// <param name="context">Parameters.</param>
    /// <param name="target">NTT form, one limb for each live prime.</param>
    /// <param name="key">Its limbs are over all primes whatever the level.</param>
    /// <param name="addend0">Added to the first sum, or null.</param>
    /// <param name="addend1">Added to the second sum, or null.</param>
    /// <param name="destination0">May be <paramref name="addend0"/>.</param>
    /// <param name="destination1">May be <paramref name="addend1"/>.</param>
    /// <remarks>k·(k+1) + 2k forward NTTs and k + 2 inverse ones for k live primes.</remarks>
    public static void Switch(
        SealContext context,
        RnsPolynomial target,
        SealSwitchingKey key,
        RnsPolynomial? addend0,
        RnsPolynomial? addend1,
        RnsPolynomial destination0,
        RnsPolynomial destination1)
    {
        int live = target.LimbCount;
        using var digits = context.Pool.Lease(live, Representation.Coefficient);
        for (int j = 0; j < live; j++) context.Rings[j].InverseNtt(target.Limb(j), 1, digits.Limb(j));

        using var lifted = context.Pool.Lease(live, Representation.Ntt);
        using var remainders = context.Pool.Lease(2, Representation.Ntt);
        Accumulate(context, context.KeyLevel, target, digits, lifted, key, remainders.Limb(0), remainders.Limb(1));
        var special = context.Rings[context.KeyLevel];
        special.InverseNtt(remainders.Limb(0));
        special.InverseNtt(remainders.Limb(1));

        using var sums = context.Pool.Lease(2, Representation.Ntt);
        for (int i = 0; i < live; i++)
        {
            Accumulate(context, i, target, digits, lifted, key, sums.Limb(0), sums.Limb(1));
            Divide(context, i, context.KeyLevel, sums.Limb(0), remainders.Limb(0), addend0, destination0);
            Divide(context, i, context.KeyLevel, sums.Limb(1), remainders.Limb(1), addend1, destination1);
        }

        (destination0.Representation, destination1.Representation) = (Representation.Ntt, Representation.Ntt);
    }

    /// <summary>destination = source divided by its last prime, rounded to the nearest; one limb less.</summary>
    /// <param name="context">Parameters.</param>
    /// <param name="source">NTT form over the primes of a level.</param>
    /// <param name="destination">NTT form.</param>
    public static void DivideByLast(SealContext context, RnsPolynomial source, RnsPolynomial destination)
    {
        int last = source.LimbCount - 1;
        using var remainder = context.Pool.Lease(1, Representation.Coefficient);
        context.Rings[last].InverseNtt(source.Limb(last), 1, remainder.Limb(0));
        for (int i = 0; i < last; i++) Divide(context, i, last, source.Limb(i), remainder.Limb(0), null, destination);
        destination.Representation = Representation.Ntt;
    }

    /// <summary>Both inner products of the digits and the key modulo prime <paramref name="prime"/>.</summary>
    private static void Accumulate(
        SealContext context,
        int prime,
        RnsPolynomial target,
        PolynomialLease digits,
        PolynomialLease lifted,
        SealSwitchingKey key,
        Span<double> sum0,
        Span<double> sum1)
    {
        var ring = context.Rings[prime];
        for (int j = 0; j < target.LimbCount; j++)
        {
            if (j == prime)
            {
                target.Limb(j).CopyTo(lifted.Limb(j));
                continue;
            }

            ring.Reduce(digits.Limb(j), lifted.Limb(j));
            ring.Ntt(lifted.Limb(j));
        }

        ring.InnerProducts(lifted.Polynomial, 0, 1, target.LimbCount, key.B, key.A, prime, sum0, sum1);
    }

    // SEAL adds p/2 before it reduces modulo q and takes it off afterwards: that is the residue in (-p/2, p/2).
    private static void Divide(
        SealContext context, int prime, int divisor, ReadOnlySpan<double> source, ReadOnlySpan<double> remainder, RnsPolynomial? addend, RnsPolynomial destination)
    {
        var ring = context.Rings[prime];
        using var rounded = context.Pool.Lease(1, Representation.Ntt);
        ring.ReduceCentered(remainder, context.Rings[divisor].Modulus, rounded.Limb(0));
        ring.Ntt(rounded.Limb(0));
        ulong inverse = context.GetInverse(divisor, prime);
        if (addend is null) ring.SubtractMultiplyScalar(source, rounded.Limb(0), inverse, destination.Limb(prime));
        else ring.SubtractMultiplyScalarAdd(source, rounded.Limb(0), inverse, addend.Limb(prime), destination.Limb(prime));
    }
}
