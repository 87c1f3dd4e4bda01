using System.Collections.Immutable;

namespace BasedAI.Fhe;

/// <summary>
/// Chooses the special primes, and with them the digits of key switching: alpha primes make digits of alpha ciphertext primes, and their product covers the
/// largest digit, so that a key switch adds no more noise than its rounding. More of them mean fewer digits, fewer transforms and smaller keys, and less of the
/// modulus that security leaves.
/// </summary>
public static class SpecialPrimes
{
    /// <summary>Most special primes considered.</summary>
    public const int MaxCount = 12;

    /// <summary>The literal with the special primes that need the fewest transforms a key switch at the highest level; of equals, the smallest keys.</summary>
    /// <param name="literal">Its LogP is not looked at.</param>
    /// <exception cref="FheParameterException">The literal is wrong, or its ciphertext primes leave no room for special primes at the required security.</exception>
    public static CkksParametersLiteral Choose(CkksParametersLiteral literal)
    {
        ArgumentNullException.ThrowIfNull(literal);
        CkksParametersLiteral? best = null;
        (int, int) bestCost = default;
        foreach (var candidate in Candidates(literal))
        {
            if (!CkksParameters.TryCreate(candidate, out _, out _)) continue;
            var cost = GetCost(candidate);
            if (best is not null && cost.CompareTo(bestCost) >= 0) continue;
            (best, bestCost) = (candidate, cost);
        }

        // None: the exception of the plainest choice says why.
        return best ?? CkksParameters.Create(literal with { LogP = [literal.LogQ.IsDefaultOrEmpty ? CkksParameters.MaxPrimeBits : literal.LogQ.Max()] }).Literal;
    }

    /// <summary>Transforms of one key switch at the highest level, and limbs of its key.</summary>
    private static (int Transforms, int KeyLimbs) GetCost(CkksParametersLiteral literal)
    {
        int limbs = literal.LogQ.Length, alpha = literal.LogP.Length, digits = (limbs + alpha - 1) / alpha;
        int decompose = limbs + (digits * (limbs + alpha)) - limbs, modDown = 2 * (alpha + limbs);
        return (decompose + modDown, digits * (limbs + alpha));
    }

    private static IEnumerable<CkksParametersLiteral> Candidates(CkksParametersLiteral literal)
    {
        if (literal.LogQ.IsDefaultOrEmpty) yield break;
        for (int alpha = 1; alpha <= Math.Min(MaxCount, literal.LogQ.Length); alpha++)
        {
            int largest = literal.LogQ.Chunk(alpha).Max(digit => digit.Sum());
            for (int bits = largest; bits <= largest + 1; bits++)        // a product of primes is a little below 2 to the sum of their sizes
            {
                var logP = Enumerable.Range(0, alpha).Select(i => (bits + alpha - 1 - i) / alpha).ToImmutableArray();
                if (logP.All(size => size is >= CkksParameters.MinPrimeBits and <= CkksParameters.MaxPrimeBits)) yield return literal with { LogP = logP };
            }
        }
    }
}
