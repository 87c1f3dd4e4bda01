using System.Buffers.Binary;
using System.Security.Cryptography;
using BasedAI.Fhe.Ring.Tests.Edge;

namespace BasedAI.Fhe.Ring.Tests;

/// <summary>Seeds are fixed, so nothing here is left to chance; tolerances are five standard deviations or more.</summary>
public sealed class SamplerTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void The_stream_is_AES_256_in_counter_mode_whatever_the_pieces()
    {
        const ulong Domain = 0x0102030405060708;
        var expected = new byte[300_000];
        using (var aes = Aes.Create())
        {
            aes.Key = Seed;
            for (var i = 0; i < expected.Length; i += 16)
            {
                var counter = new byte[16];
                BinaryPrimitives.WriteUInt64BigEndian(counter, Domain);
                BinaryPrimitives.WriteUInt64BigEndian(counter.AsSpan(8), (ulong)i / 16);
                aes.EncryptEcb(counter, PaddingMode.None).AsSpan(0, Math.Min(16, expected.Length - i)).CopyTo(expected.AsSpan(i));
            }
        }

        using var prng = new SeededPrng(Seed, Domain);
        var actual = new byte[expected.Length];
        var random = new Random(1);
        for (var at = 0; at < actual.Length;)
        {
            var piece = Math.Min(random.Next(1, 9000), actual.Length - at);
            if (piece >= 8 && random.Next(2) == 0)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(actual.AsSpan(at), prng.NextUInt64());
                at += 8;
                continue;
            }
            prng.Fill(actual.AsSpan(at, piece));
            at += piece;
        }
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_first_block_of_the_zero_seed_is_the_published_one()
    {
        // AES-256 of the zero block under the zero key.
        using var prng = new SeededPrng(new byte[32]);
        var block = new byte[16];
        prng.Fill(block);
        Assert.Equal("DC95C078A2408989AD48A21492842087", Convert.ToHexString(block));
    }

    [Fact]
    public void Domains_and_seeds_tell_streams_apart_and_system_seeds_differ()
    {
        using SeededPrng a = new(Seed), b = new(Seed, 1), c = SeededPrng.FromSystem(), d = SeededPrng.FromSystem();
        Assert.Equal(4, new[] { a, b, c, d }.Select(prng => prng.NextUInt64()).Distinct().Count());
        Assert.Throws<ArgumentException>(() => new SeededPrng(new byte[31]));
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => a.NextUInt64());
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Uniform_follows_the_rule_candidate_by_candidate(ulong q)
    {
        var ring = ResidueRing.Get(12, new Modulus(q));
        using SeededPrng reference = new(Seed, 7), prng = new(Seed, 7);
        var mask = (1UL << ring.Modulus.BitLength) - 1;
        var expected = new ulong[ring.N];
        for (var i = 0; i < expected.Length;)
        {
            var candidate = reference.NextUInt64() & mask;
            if (candidate < q)
                expected[i++] = candidate;
        }
        var limb = new double[ring.N];
        UniformSampler.Sample(prng, ring, limb);
        Residues.AssertEqual(expected, limb);
        Assert.Equal(reference.NextUInt64(), prng.NextUInt64());
    }

    [Theory, MemberData(nameof(Residues.All), MemberType = typeof(Residues))]
    public void Uniform_fills_sixty_four_bins_evenly(ulong q)
    {
        // 16 limbs of 2^16: chi-squared with 63 degrees of freedom; 130 is p = 1e-6.
        const int Bins = 64;
        var ring = ResidueRing.Get(16, new Modulus(q));
        using var prng = new SeededPrng(Seed);
        var limb = new double[ring.N];
        var counts = new long[Bins];
        for (var round = 0; round < 16; round++)
        {
            UniformSampler.Sample(prng, ring, limb);
            foreach (var x in limb)
                counts[(int)(x / q * Bins)]++;
        }
        var mean = 16.0 * ring.N / Bins;
        Assert.InRange(counts.Sum(c => (c - mean) * (c - mean) / mean), 20, 130);
    }

    [Fact]
    public void Ternary_is_uniform_and_reads_byte_by_byte()
    {
        const int Count = 300_001;
        using SeededPrng reference = new(Seed), prng = new(Seed);
        var coefficients = new sbyte[Count];
        TernarySampler.Sample(prng, coefficients);
        var one = new byte[1];
        for (var i = 0; i < Count;)
        {
            reference.Fill(one);
            for (var shift = 0; shift < 8 && i < Count; shift += 2)
            {
                var candidate = (one[0] >> shift) & 3;
                if (candidate != 3)
                    Assert.Equal(candidate - 1, coefficients[i++]);
            }
        }
        Assert.Equal(reference.NextUInt64(), prng.NextUInt64());
        for (var value = -1; value <= 1; value++)
            Assert.InRange(coefficients.Count(x => x == value), (Count / 3) - 1300, (Count / 3) + 1300);
    }

    [Fact]
    public void Gaussian_has_the_distribution_of_its_definition()
    {
        // 1 000 000 samples; every frequency within six standard deviations of exp(−x²/2σ²)/S.
        const int Count = 1_000_000;
        using var prng = new SeededPrng(Seed);
        var samples = new int[Count];
        DiscreteGaussianSampler.Sample(prng, samples);
        var weights = Enumerable.Range(-19, 39).ToDictionary(x => x, x => Math.Exp(-x * x / (2 * 3.2 * 3.2)));
        var total = weights.Values.Sum();
        foreach (var (x, weight) in weights)
        {
            var expected = Count * weight / total;
            Assert.InRange(samples.Count(s => s == x), expected - (6 * Math.Sqrt(expected)) - 3, expected + (6 * Math.Sqrt(expected)) + 3);
        }
        Assert.InRange(samples.Max(Math.Abs), 13, DiscreteGaussianSampler.Bound);
        Assert.InRange(samples.Average(), -0.016, 0.016);
        Assert.InRange(Math.Sqrt(samples.Average(s => (double)s * s)), 3.188, 3.212);
    }

    [Fact]
    public void Gaussian_is_the_threshold_rule_word_by_word()
    {
        using SeededPrng reference = new(Seed), prng = new(Seed);
        var samples = new int[1027];
        DiscreteGaussianSampler.Sample(prng, samples);
        foreach (var sample in samples)
        {
            var word = reference.NextUInt64();
            var magnitude = 0;
            foreach (var threshold in DiscreteGaussianSampler.Thresholds)
                magnitude += (long)(word & long.MaxValue) >= threshold ? 1 : 0;
            Assert.Equal(word >> 63 == 0 ? magnitude : -magnitude, sample);
        }
        Assert.Equal(reference.NextUInt64(), prng.NextUInt64());
    }

    [Fact]
    public void Gaussian_thresholds_are_the_cumulative_distribution()
    {
        var weights = Enumerable.Range(0, 20).Select(k => (k == 0 ? 1 : 2) * Math.Exp(-k * k / (2 * 3.2 * 3.2))).ToArray();
        double below = 0;
        for (var k = 0; k < 19; k++)
        {
            below += weights[k];
            Assert.Equal(below / weights.Sum(), DiscreteGaussianSampler.Thresholds[k] / Math.Pow(2, 63), 1e-14);
        }
    }
}
