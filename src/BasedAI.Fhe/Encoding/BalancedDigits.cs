using System.Collections.Immutable;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Residues to real numbers. A coefficient x in (-Q/2, Q/2) is a0 + q0·(a1 + q1·(a2 + …)) with unique digits |a_i| &lt; q_i/2 (balanced
/// mixed radix, Garner's algorithm: Knuth, TAOCP vol. 2, section 4.3.2). The digits are found in exact arithmetic from the first limb on and the
/// first limb whose digits all vanish ends the work: higher digits of a scaled message are zero.
/// </summary>
/// <remarks>
/// Ending early is right unless every one of the N coefficients has a zero digit there and some a higher non-zero one: such a polynomial is
/// 0 modulo a prime above 2^30 in N places by accident, which an honest ciphertext does not meet (probability below 2^-30N).
/// The sum is formed in double-double (106 bits; Dekker 1971), so a result is the double nearest to x up to one unit in the last place.
/// </remarks>
internal static class BalancedDigits
{
    /// <summary>Writes the centred coefficients of a polynomial in NTT form, as doubles.</summary>
    /// <param name="rings">The ring of each limb; more are not looked at.</param>
    /// <param name="getInverse">(j, i) → q_j⁻¹ mod q_i, for j below i.</param>
    /// <param name="polynomial">Limbs in NTT form.</param>
    /// <param name="destination">N numbers.</param>
    public static void ToCoefficients(ImmutableArray<ResidueRing> rings, Func<int, int, ulong> getInverse, RnsPolynomial polynomial, Span<double> destination)
    {
        using var digits = LimbPool.For(polynomial.N).Lease(polynomial.LimbCount, Representation.Coefficient, isSecret: true);
        using var scratch = LimbPool.For(polynomial.N).Lease(1, Representation.Coefficient, isSecret: true);
        int count = 0;
        for (; count < polynomial.LimbCount; count++)
        {
            ExtractDigit(rings, getInverse, polynomial, count, digits.Polynomial, scratch.Limb(0));
            if (count > 0 && !digits.Limb(count).ContainsAnyExcept(0.0)) break;
        }

        Combine(rings, digits.Polynomial, count, destination);
    }

    /// <summary>Digit <paramref name="index"/>, canonical modulo q_index, from residue and lower digits.</summary>
    private static void ExtractDigit(
        ImmutableArray<ResidueRing> rings, Func<int, int, ulong> getInverse, RnsPolynomial polynomial, int index, RnsPolynomial digits, Span<double> scratch)
    {
        var ring = rings[index];
        var digit = digits.Limb(index);
        polynomial.Limb(index).CopyTo(digit);
        ring.InverseNtt(digit);
        for (int j = 0; j < index; j++)
        {
            var lower = rings[j].Modulus;
            ring.ReduceCentered(digits.Limb(j), lower, scratch);
            ring.SubtractMultiplyScalar(digit, scratch, getInverse(j, index), digit);
        }
    }

    private static void Combine(ImmutableArray<ResidueRing> rings, RnsPolynomial digits, int count, Span<double> destination)
    {
        var top = digits.Limb(count - 1);
        double topModulus = rings[count - 1].Modulus.Value;
        if (count == 1)
        {
            for (int i = 0; i < destination.Length; i++) destination[i] = Centre(top[i], topModulus);
            return;
        }

        for (int i = 0; i < destination.Length; i++)
        {
            double hi = Centre(top[i], topModulus), lo = 0;
            for (int j = count - 2; j >= 0; j--)
            {
                double q = rings[j].Modulus.Value;
                double product = hi * q;
                double error = Math.FusedMultiplyAdd(hi, q, -product) + (lo * q);
                double digit = Centre(digits.Limb(j)[i], q);

                double sum = product + digit;                            // two-sum: sum + rest is exact
                double part = sum - product;
                double rest = (product - (sum - part)) + (digit - part) + error;
                hi = sum + rest;
                lo = rest - (hi - sum);
            }

            destination[i] = hi;
        }
    }

    private static double Centre(double residue, double modulus) => residue > modulus / 2 ? residue - modulus : residue;
}
