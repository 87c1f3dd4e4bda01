using System.Numerics;
using CsCheck;

namespace BasedAI.Fhe.Ring.Tests;

public sealed class PrimeSearchTests
{
    [Fact]
    public void Small_numbers_by_trial_division()
    {
        for (ulong n = 0; n < 5000; n++)
        {
            var prime = n >= 2;
            for (ulong d = 2; d * d <= n; d++)
                prime &= n % d != 0;
            Assert.Equal(prime, PrimeSearch.IsPrime(n));
        }
    }

    [Theory]
    [InlineData(3215031751UL)]
    [InlineData(3825123056546413051UL)]
    [InlineData(18446744073709551615UL)]
    public void Strong_pseudoprimes_are_found_out(ulong n) => Assert.False(PrimeSearch.IsPrime(n));

    [Theory]
    [InlineData(18446744073709551557UL)]
    [InlineData(1125899906842597UL)]
    public void Large_primes_are_prime(ulong n) => Assert.True(PrimeSearch.IsPrime(n));

    [Fact]
    public void Products_are_not_prime()
        => Gen.Select(Gen.ULong[3, 1UL << 31], Gen.ULong[3, 1UL << 31]).Sample((a, b) => Assert.False(PrimeSearch.IsPrime(a * b)));

    [Theory]
    [InlineData(12, 31, 5), InlineData(13, 39, 3), InlineData(15, 50, 16), InlineData(17, 50, 30), InlineData(17, 45, 4)]
    public void Found_primes_are_what_was_asked_for(int logN, int bits, int count)
    {
        var primes = PrimeSearch.FindNttPrimes(logN, bits, count);
        Assert.Equal(count, primes.Distinct().Count());
        Assert.Equal([.. primes.OrderByDescending(p => p.Value)], primes);
        Assert.All(primes, p =>
        {
            Assert.Equal(bits, p.BitLength);
            Assert.Equal(1UL, p.Value % (2UL << logN));
            Assert.Equal(BigInteger.One, BigInteger.ModPow(3, p.Value - 1, p.Value));
        });
        var others = PrimeSearch.FindNttPrimes(logN, bits, count, primes[..^1]);
        Assert.Equal(primes[^1], others[0]);
        Assert.Empty(others.Intersect(primes[..^1]));
    }

    [Fact]
    public void Too_many_primes_are_refused()
        => Assert.Throws<ArgumentException>(() => PrimeSearch.FindNttPrimes(17, 31, 10_000));

    [Theory]
    [InlineData(1UL << 50), InlineData(1UL << 30), InlineData(1125899906842599UL)]
    public void A_ring_needs_a_prime_in_range(ulong q)
        => Assert.ThrowsAny<ArgumentException>(() => ResidueRing.Get(12, new Modulus(q)));

    [Fact]
    public void A_ring_needs_a_prime_that_fits_its_degree()
    {
        var prime = PrimeSearch.FindNttPrimes(12, 50, 40).First(p => p.Value % (2UL << 16) != 1);
        var error = Assert.Throws<ArgumentException>(() => ResidueRing.Get(16, prime));
        Assert.Contains("not 1 modulo 2N", error.Message, StringComparison.Ordinal);
    }
}
