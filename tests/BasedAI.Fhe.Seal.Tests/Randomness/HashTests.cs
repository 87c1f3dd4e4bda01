using System.Security.Cryptography;
using System.Text;

namespace BasedAI.Fhe.Seal.Tests;

public class HashTests
{
    [Theory]
    [InlineData("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")]
    [InlineData("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")]
    public void Blake2b256_OfKnownText_IsTheKnownDigest(string text, string expected)
    {
        byte[] digest = new byte[32];
        Blake2b.Hash256(Encoding.ASCII.GetBytes(text), digest);
        Assert.Equal(expected, Convert.ToHexStringLower(digest));
    }

    [Fact]
    public void Blake2b256_AcrossBlocks_DependsOnEveryByte()
    {
        var digests = new HashSet<string>();
        foreach (int length in (int[])[127, 128, 129, 255, 256, 257])
        {
            byte[] digest = new byte[32];
            Blake2b.Hash256(new byte[length], digest);
            Assert.True(digests.Add(Convert.ToHexStringLower(digest)));
        }
    }

    // Microsoft SEAL 4.1: the first two blocks of its generator for a seed of 64 zero bytes.
    [Theory]
    [InlineData(0, "881fc3cb56026ecb0a1d5ad59a95f74e")]
    [InlineData(1, "b3fbe2c864dac8bc8bd9c5bd25b331bd")]
    public void Blake2xb_OfTheZeroSeed_IsThatOfSeal(byte counter, string expected)
    {
        byte[] block = new byte[SealPrng.BlockLength];
        Blake2b.Expand(new byte[64], [counter, 0, 0, 0, 0, 0, 0, 0], block);
        Assert.Equal(expected, Convert.ToHexStringLower(block.AsSpan(0, 16)));
    }

    // FIPS 202 examples.
    [Theory]
    [InlineData("", "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f")]
    [InlineData("abc", "483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739")]
    public void Shake256_OfKnownText_IsTheKnownOutput(string text, string expected)
    {
        byte[] output = new byte[32];
        Keccak.Shake256Portable(Encoding.ASCII.GetBytes(text), output);
        Assert.Equal(expected, Convert.ToHexStringLower(output));
    }

    [Fact]
    public void Shake256_Portable_IsThatOfThePlatform()
    {
        Assert.SkipUnless(Shake256.IsSupported, "The platform's library has no SHAKE256 to compare with.");
        for (int length = 0; length < 300; length += 17)
        {
            byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))], expected = new byte[length + 1], actual = new byte[length + 1];
            Shake256.HashData(message, expected);
            Keccak.Shake256Portable(message, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [InlineData(SealGenerator.Blake2xb, 565524535356589)]
    [InlineData(SealGenerator.Shake256, 895473880142451)]
    public void Expand_TheZeroSeed_StartsAsInSeal(SealGenerator generator, double expected)
    {
        var context = SealTestContext.Medium.Context;
        using var polynomial = context.Pool.Rent(3, Ring.Representation.Ntt);
        SealUniform.Expand(new SealSeed(generator, new byte[64]), context.Rings.AsSpan(), polynomial);
        Assert.Equal(expected, polynomial.Limb(0)[0]);
    }

    [Fact]
    public void Prng_InPieces_IsTheSameStream()
    {
        var seed = new SealSeed(SealGenerator.Blake2xb, [.. Enumerable.Range(0, 64).Select(i => (byte)i)]);
        byte[] whole = new byte[3 * SealPrng.BlockLength], pieces = new byte[whole.Length];
        new SealPrng(seed).Fill(whole);
        var prng = new SealPrng(seed);
        for (int at = 0, length = 1; at < pieces.Length; at += length, length = Math.Min(length + 13, pieces.Length - at)) prng.Fill(pieces.AsSpan(at, length));
        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void Seed_OfAWrongLengthOrGenerator_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new SealSeed(SealGenerator.Shake256, new byte[63]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SealSeed(0, new byte[64]));
        Assert.NotEqual(SealSeed.CreateRandom(SealGenerator.Shake256).Bytes.ToArray(), SealSeed.CreateRandom(SealGenerator.Shake256).Bytes.ToArray());
    }
}
