using System.Numerics;

namespace BasedAI.Fhe.Seal.Tests;

public class SealEncoderTests
{
    private static readonly SealContext Toy = SealTestContext.CreateToy(64, 45, 40, 50);

    [Fact]
    public void Decode_OfAnEncoding_IsTheValues()
    {
        var encoder = SealTestContext.Medium.Encoder;
        Complex[] values = [.. Enumerable.Range(0, 4096).Select(i => new Complex(Math.Sin(i), Math.Cos(7 * i)))], decoded = new Complex[4096];
        using var plaintext = encoder.Encode(values, 2, Scale.FromLog2(40));
        encoder.Decode(plaintext, decoded);
        Assert.InRange(values.Zip(decoded).Max(pair => (pair.First - pair.Second).Magnitude), 0, 1e-9);
    }

    // m_j = round(2·scale/N · Re Σ z_i ζ^(-j·3^i)), straight from the definition.
    [Fact]
    public void Encode_GivesTheCoefficientsOfTheDefinition()
    {
        int n = Toy.N;
        Complex[] values = [.. Enumerable.Range(0, n / 2).Select(i => new Complex(Math.Sin(i + 1), Math.Cos(5 * i)))];
        double scale = 1 << 20;
        using var plaintext = new SealEncoder(Toy).Encode(values, 0, new Scale(scale));
        using var limb = plaintext.Polynomial.Clone();
        Toy.Rings[0].InverseNtt(limb.Limb(0));
        double q = Toy.Parameters.CoeffModulus[0];
        for (int j = 0; j < n; j++)
        {
            double sum = 0;
            int power = 1;
            for (int i = 0; i < values.Length; i++, power = power * 3 % (2 * n))
                sum += (values[i] * Complex.FromPolarCoordinates(1, -2 * Math.PI * j * power / (2 * n))).Real;
            double actual = limb.Limb(0)[j];
            Assert.Equal(Math.Round(sum * 2 * scale / n), actual > q / 2 ? actual - q : actual);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-3.25)]
    [InlineData(0)]
    [InlineData(1e12)]
    public void EncodeConstant_FillsEverySlot(double value)
    {
        var encoder = new SealEncoder(Toy);
        using var plaintext = encoder.EncodeConstant(value, 1, Scale.FromLog2(35));
        double[] decoded = new double[32];
        encoder.Decode(plaintext, decoded);
        Assert.All(decoded, slot => Assert.Equal(value, slot, 1e-3));
    }

    [Fact]
    public void Encode_LargeScales_IsExactBeyond52Bits()
    {
        var encoder = new SealEncoder(Toy);
        using var plaintext = encoder.Encode([1.5, -2.5, 1e-9], 1, Scale.FromLog2(75));
        double[] decoded = new double[3];
        encoder.Decode(plaintext, decoded);
        Assert.Equal([1.5, -2.5, 1e-9], decoded.Select(slot => Math.Round(slot, 14)));
    }

    [Fact]
    public void Encode_WhatDoesNotFit_IsRefused()
    {
        var encoder = new SealEncoder(Toy);
        Assert.Throws<FheOperandException>(() => encoder.Encode(new double[33], Scale.FromLog2(30)));
        Assert.Throws<FheOperandException>(() => encoder.Encode([double.NaN], Scale.FromLog2(30)));
        Assert.Throws<FheOperandException>(() => encoder.Encode([double.PositiveInfinity], Scale.FromLog2(30)));
        Assert.Throws<FheOperandException>(() => encoder.Encode([1e10], 0, Scale.FromLog2(30)));
        Assert.Throws<FheOperandException>(() => encoder.Encode([1.0], 0, Scale.FromLog2(46)));
        Assert.Throws<FheOperandException>(() => encoder.EncodeConstant(1e300, 1, Scale.FromLog2(30)));
        Assert.Throws<FheOperandException>(() => encoder.EncodeConstant(double.NaN, 1, Scale.FromLog2(30)));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode([1.0], 2, Scale.FromLog2(30)));
        using var plaintext = encoder.Encode([1.0], Scale.FromLog2(30));
        Assert.Throws<FheOperandException>(() => encoder.Decode(plaintext, new double[33]));
        Assert.Throws<FheOperandException>(() => SealTestContext.Small.Encoder.Decode(plaintext, new double[1]));
    }
}
