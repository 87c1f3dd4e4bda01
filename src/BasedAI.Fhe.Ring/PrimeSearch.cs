using System.Collections.Immutable;

namespace BasedAI.Fhe.Ring;

/// <summary>Finds NTT primes, and decides primality without error for every 64-bit number.</summary>
public static class PrimeSearch
{
    // The first twelve primes as bases decide Miller-Rabin for all n < 3.3e24 (Sorenson, Webster 2015).
    private static ReadOnlySpan<ulong> Bases => [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

    /// <summary>The <paramref name="count"/> largest primes q ≡ 1 (mod 2N) below 2^<paramref name="bits"/>, descending.</summary>
    /// <param name="logN">log2 of the ring degree.</param>
    /// <param name="bits">31 … 50.</param>
    /// <param name="count">How many.</param>
    /// <param name="exclude">Primes already taken.</param>
    /// <exception cref="ArgumentException">There are not that many primes of exactly this many bits.</exception>
    public static ImmutableArray<Modulus> FindNttPrimes(int logN, int bits, int count, IReadOnlyCollection<Modulus>? exclude = null)
    {
        ResidueRing.CheckLogN(logN);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(bits, Modulus.MinBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, Modulus.MaxBits);
        ArgumentOutOfRangeException.ThrowIfNegative(count);

        var step = 2UL << logN;
        var found = ImmutableArray.CreateBuilder<Modulus>(count);
        for (var candidate = (1UL << bits) - step + 1; found.Count < count; candidate -= step)
        {
            if (candidate <= 1UL << (bits - 1))
                throw new ArgumentException($"There are only {found.Count} free primes of {bits} bits that are 1 mod {step}; {count} were asked for.", nameof(count));
            var modulus = new Modulus(candidate);
            if ((exclude is null || !exclude.Contains(modulus)) && IsPrime(candidate))
                found.Add(modulus);
        }
        return found.MoveToImmutable();
    }

    /// <summary>Whether <paramref name="n"/> is prime (deterministic Miller-Rabin).</summary>
    public static bool IsPrime(ulong n)
    {
        foreach (var p in Bases)
        {
            if (n % p == 0)
                return n == p;
        }
        if (n < 2)
            return false;

        var twos = System.Numerics.BitOperations.TrailingZeroCount(n - 1);
        var odd = (n - 1) >> twos;
        foreach (var a in Bases)
        {
            if (!IsStrongProbablePrime(n, a, odd, twos))
                return false;
        }
        return true;
    }

    private static bool IsStrongProbablePrime(ulong n, ulong a, ulong odd, int twos)
    {
        var x = ModularArithmetic.Power(a, odd, n);
        if (x == 1 || x == n - 1)
            return true;
        for (var i = 1; i < twos; i++)
        {
            x = ModularArithmetic.Multiply(x, x, n);
            if (x == n - 1)
                return true;
        }
        return false;
    }
}
