using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// Residues to integers. A coefficient x in (-Q/2, Q/2) is a0 + q0·(a1 + q1·(a2 + …)) with unique digits |a_i| &lt; q_i/2 (balanced mixed radix, Garner's
/// algorithm: Knuth, TAOCP vol. 2, section 4.3.2). Digits are exact; a digit never cancels what is above it, so the double that comes out is x but for a
/// few units in its last place.
/// </summary>
internal static class IntegerRecovery
{
    /// <summary>Writes the centred coefficients of a polynomial in NTT form.</summary>
    public static void ToCoefficients(SealContext context, RnsPolynomial polynomial, Span<double> destination)
    {
        int count = polynomial.LimbCount;
        using var digits = context.Pool.Lease(count + 1, Representation.Coefficient, isSecret: true);
        var lower = digits.Limb(count);
        for (int i = 0; i < count; i++)
        {
            var ring = context.Rings[i];
            ring.InverseNtt(polynomial.Limb(i), 1, digits.Limb(i));
            for (int j = 0; j < i; j++)
            {
                ring.ReduceCentered(digits.Limb(j), context.Rings[j].Modulus, lower);
                ring.SubtractMultiplyScalar(digits.Limb(i), lower, context.GetInverse(j, i), digits.Limb(i));
            }
        }

        destination.Clear();
        for (int i = count - 1; i >= 0; i--)
        {
            double q = context.Rings[i].Modulus.Value;
            var digit = digits.Limb(i);
            for (int k = 0; k < destination.Length; k++)
                destination[k] = (destination[k] * q) + (digit[k] > q / 2 ? digit[k] - q : digit[k]);
        }
    }
}
