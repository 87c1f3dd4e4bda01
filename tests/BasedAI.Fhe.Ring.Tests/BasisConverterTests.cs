using System.Numerics;
using BasedAI.Fhe.Ring.Tests.Edge;

namespace BasedAI.Fhe.Ring.Tests;

public sealed class BasisConverterTests
{
    private const int LogN = 6;

    [Theory]
    [InlineData(1, 50, 50), InlineData(1, 31, 50), InlineData(1, 50, 31)]
    [InlineData(2, 50, 45), InlineData(3, 31, 50), InlineData(4, 50, 31), InlineData(9, 50, 50), InlineData(20, 50, 40), InlineData(63, 50, 31)]
    public void Converted_residues_are_those_of_the_centred_integer(int count, int fromBits, int toBits)
    {
        var from = PrimeSearch.FindNttPrimes(LogN, fromBits, count);
        var to = PrimeSearch.FindNttPrimes(LogN, toBits, 3, from);
        var product = from.Aggregate(BigInteger.One, (p, modulus) => p * modulus.Value);
        var integers = Integers(product, 1 << LogN);

        using var source = LimbPool.For(1 << LogN).Rent(count + 2, Representation.Coefficient, clear: true);
        using var destination = LimbPool.For(1 << LogN).Rent(5, Representation.Coefficient);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < integers.Length; j++)
                source.Limb(2 + i)[j] = (double)Mod(integers[j], from[i].Value);
        }
        var converter = new BasisConverter(Rings(from), Rings(to));
        Scale(converter, source, 2);
        for (var j = 0; j < 3; j++)
        {
            converter.ConvertToNtt(source, 2, j, destination.Limb(4));
            converter.To[j].InverseNtt(destination.Limb(4));
            Residues.AssertEqual([.. integers.Select(x => (ulong)Mod(x, to[j].Value))], destination.Limb(4));
        }
    }

    [Fact]
    public void A_target_may_be_one_of_the_sources()
    {
        var from = PrimeSearch.FindNttPrimes(LogN, 45, 3);
        var integers = Integers(from.Aggregate(BigInteger.One, (p, modulus) => p * modulus.Value), 1 << LogN);
        using var polynomial = LimbPool.For(1 << LogN).Rent(4, Representation.Coefficient);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < integers.Length; j++)
                polynomial.Limb(i)[j] = (double)Mod(integers[j], from[i].Value);
        }
        var expected = polynomial.Limb(1).ToArray();
        var converter = new BasisConverter(Rings(from), Rings(from[1..2]));
        Scale(converter, polynomial, 0);
        converter.ConvertToNtt(polynomial, 0, 0, polynomial.Limb(3));
        converter.To[0].InverseNtt(polynomial.Limb(3));
        Assert.Equal(expected, polynomial.Limb(3).ToArray());
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var primes = PrimeSearch.FindNttPrimes(LogN, 45, 4);
        var rings = Rings(primes);
        Assert.Throws<ArgumentException>(() => new BasisConverter([], rings));
        Assert.Throws<ArgumentException>(() => new BasisConverter([rings[0], rings[0]], rings));
        Assert.Throws<ArgumentException>(() => new BasisConverter(rings, [ResidueRing.Get(7, PrimeSearch.FindNttPrimes(7, 45, 1)[0])]));
        using var values = LimbPool.For(1 << LogN).Rent(2, Representation.Ntt, clear: true);
        var converter = new BasisConverter(rings[..1], rings[1..2]);
        Assert.Throws<ArgumentException>(() => converter.ConvertToNtt(values, 0, 0, values.Limb(1)));
        values.Representation = Representation.Coefficient;
        Assert.Throws<ArgumentException>(() => converter.ConvertToNtt(values, 0, 0, values.Limb(1)[1..]));
        Assert.Throws<ArgumentOutOfRangeException>(() => converter.ConvertToNtt(values, 2, 0, values.Limb(1)));
    }

    // Zero, ends, both sides of every k·P/16 except P/2 itself where the float correction may round either way, and random ones.
    private static BigInteger[] Integers(BigInteger product, int n)
    {
        var random = new Random(3);
        var half = (product - 1) / 2;
        var margin = product.GetBitLength() <= 50 ? BigInteger.Zero : product >> 38;
        BigInteger[] edges = [0, 1, -1, half - margin, margin - half, product / 4, -product / 4, product / 3, (product / 16) + 1];
        return [.. Enumerable.Range(0, n).Select(i => i < edges.Length ? edges[i] : product * random.NextInt64(-(1L << 47) + (1 << 10), (1L << 47) - (1 << 10)) >> 48)];
    }

    private static void Scale(BasisConverter converter, RnsPolynomial polynomial, int offset)
    {
        for (var i = 0; i < converter.From.Count; i++)
            converter.From[i].MultiplyScalar(polynomial.Limb(offset + i), converter.GetScale(i), polynomial.Limb(offset + i));
    }

    private static BigInteger Mod(BigInteger x, ulong q) => ((x % q) + q) % q;

    private static ResidueRing[] Rings(IEnumerable<Modulus> moduli) => [.. moduli.Select(modulus => ResidueRing.Get(LogN, modulus))];
}
