using System.Numerics;

namespace BasedAI.Fhe.Tests;

public class CkksEncoderTests
{
    private static FheTestContext Context => FheTestContext.Project;

    /// <summary>Rounding is the only error: sqrt(N/24)/scale a slot, so 2^-30 at 2^39 with room for the largest of 4096.</summary>
    [Fact]
    public void Encode_ThenDecode_EveryLevel_LosesRoundingOnly()
    {
        var (parameters, encoder) = (Context.Parameters, Context.Encoder);
        double[] values = Context.Values(1, bound: 50);
        for (int level = 0; level <= parameters.MaxLevel; level++)
        {
            using var plaintext = encoder.Encode(values, level, parameters.DefaultScale);
            double[] decoded = new double[values.Length];
            encoder.Decode(plaintext, decoded);
            PrecisionAssert.AtLeast(30, values, decoded);
        }
    }

    [Fact]
    public void Encode_Complex_RoundTrips()
    {
        var values = Context.ComplexValues(2);
        using var plaintext = Context.Encoder.Encode(values, 1, Context.Parameters.DefaultScale);
        var decoded = new Complex[values.Length];
        Context.Encoder.Decode(plaintext, decoded);
        PrecisionAssert.AtLeast(30, values, decoded);
    }

    [Fact]
    public void Encode_FewerSlots_FillsUpWithZeros()
    {
        using var plaintext = Context.Encoder.Encode([3.0, -4.0], 1, Context.Parameters.DefaultScale);
        double[] decoded = new double[Context.Parameters.MaxSlots];
        Context.Encoder.Decode(plaintext, decoded);
        double[] expected = new double[decoded.Length];
        (expected[0], expected[1]) = (3, -4);
        PrecisionAssert.AtLeast(30, expected, decoded);
        double[] first = new double[2];
        Context.Encoder.Decode(plaintext, first);
        Assert.Equal(decoded[..2], first);
    }

    [Fact]
    public void EncodeConstant_DecodesToItselfInEverySlot()
    {
        using var plaintext = Context.Encoder.EncodeConstant(-2.5, 2, Context.Parameters.DefaultScale);
        double[] decoded = new double[Context.Parameters.MaxSlots];
        Context.Encoder.Decode(plaintext, decoded);
        Assert.All(decoded, value => Assert.Equal(-2.5, value, 1e-12));
    }

    [Fact]
    public void EncodeToIntegers_FromIntegers_IsTheSamePlaintext()
    {
        double[] values = Context.Values(3);
        using var direct = Context.Encoder.Encode(values, 2, Context.Parameters.DefaultScale);
        long[] integers = Context.Encoder.EncodeToIntegers(values, Context.Parameters.DefaultScale);
        using var shipped = Context.Encoder.FromIntegers(integers, 2, Context.Parameters.DefaultScale);
        for (int i = 0; i <= 2; i++) Assert.True(direct.Polynomial.Limb(i).SequenceEqual(shipped.Polynomial.Limb(i)));
        double[] coefficients = new double[integers.Length];
        Context.Encoder.DecodeCoefficients(shipped, coefficients);
        Assert.Equal(integers.Select(i => (double)i), coefficients);
    }

    /// <summary>Coefficients up to Q/2 at each level, against the residues' Chinese remainder in BigInteger.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void DecodeCoefficients_AnyValueOfTheModulus_IsTheNearestDouble(int level)
    {
        var parameters = Context.Parameters;
        using var plaintext = Context.Encoder.FromIntegers(new long[parameters.N], level, Scale.FromLog2(1));
        var (modulus, random) = (parameters.GetModulus(level), new Random(level));
        var expected = new BigInteger[parameters.N];
        byte[] bytes = new byte[32];
        for (int i = 0; i < expected.Length; i++)
        {
            random.NextBytes(bytes);
            BigInteger magnitude = new BigInteger(bytes, isUnsigned: true) % (BigInteger.One << random.Next(1, (int)parameters.GetLogQ(level)));
            expected[i] = i switch { 0 => modulus / 2, 1 => -(modulus / 2), 2 => 0, _ => i % 2 == 0 ? magnitude : -magnitude };
        }

        for (int i = 0; i <= level; i++)
        {
            var ring = parameters.RingQ[i];
            var limb = plaintext.Polynomial.Limb(i);
            for (int k = 0; k < expected.Length; k++) limb[k] = (double)(((expected[k] % ring.Modulus.Value) + ring.Modulus.Value) % ring.Modulus.Value);
            ring.Ntt(limb);
        }

        double[] actual = new double[parameters.N];
        Context.Encoder.DecodeCoefficients(plaintext, actual);
        for (int k = 0; k < actual.Length; k++)
        {
            BigInteger error = BigInteger.Abs(new BigInteger(actual[k]) - expected[k]);
            Assert.True(error * (BigInteger.One << 52) <= BigInteger.Abs(expected[k]), $"{k}: {expected[k]} decoded as {actual[k]:R}");
        }
    }

    [Fact]
    public void Encode_ScaleAboveTheMantissa_KeepsPrecision()
    {
        double[] values = Context.Values(4);
        using var plaintext = Context.Encoder.Encode(values, 3, Scale.FromLog2(100));
        double[] decoded = new double[values.Length];
        Context.Encoder.Decode(plaintext, decoded);
        PrecisionAssert.AtLeast(45, values, decoded);
    }

    [Fact]
    public void EncodeConstant_LargerThanALimb_ReducesExactly()
    {
        using var plaintext = Context.Encoder.EncodeConstant(-3, 3, Scale.FromLog2(120));
        for (int i = 0; i <= 3; i++)
        {
            ulong q = Context.Parameters.RingQ[i].Modulus.Value;
            ulong expected = q - (ulong)(3 * BigInteger.Pow(2, 120) % q);
            Assert.Equal((double)expected, plaintext.Polynomial.Limb(i)[0]);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Encode_NotFinite_NamesTheSlot(double value)
    {
        var exception = Assert.Throws<FheOperandException>(() => Context.Encoder.Encode([1, 2, value], 1, Context.Parameters.DefaultScale));
        Assert.Contains("slot 2", exception.Message, StringComparison.Ordinal);
        Assert.Throws<FheOperandException>(() => Context.Encoder.EncodeConstant(value, 1, Context.Parameters.DefaultScale));
        Assert.Throws<FheOperandException>(() => Context.Encoder.Encode([new Complex(0, value)], 1, Context.Parameters.DefaultScale));
    }

    [Fact]
    public void Encode_TooLargeForTheLevel_SaysBothSizes()
    {
        double[] values = [.. Enumerable.Repeat(200.0, Context.Parameters.MaxSlots)];
        var exception = Assert.Throws<FheOperandException>(() => Context.Encoder.Encode(values, 0, Context.Parameters.DefaultScale));
        Assert.Contains("2^46", exception.Message, StringComparison.Ordinal);
        Assert.Contains("level 0", exception.Message, StringComparison.Ordinal);
        Context.Encoder.Encode(values, 1, Context.Parameters.DefaultScale).Dispose();
        Assert.Throws<FheOperandException>(() => Context.Encoder.EncodeConstant(200, 0, Context.Parameters.DefaultScale));
    }

    [Fact]
    public void Encode_OperandsOutOfRange_Throw()
    {
        var (parameters, encoder) = (Context.Parameters, Context.Encoder);
        double[] tooMany = new double[parameters.MaxSlots + 1];
        Assert.Throws<FheOperandException>(() => encoder.Encode(tooMany, 1, parameters.DefaultScale));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode([1.0], parameters.MaxLevel + 1, parameters.DefaultScale));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode([1.0], -1, parameters.DefaultScale));
        Assert.Throws<FheOperandException>(() => encoder.Encode([1.0], 0, Scale.FromLog2(47)));
        Assert.Throws<FheOperandException>(() => encoder.Encode([1.0], 0, default));
        Assert.Throws<FheOperandException>(() => encoder.FromIntegers([1, 2], 0, parameters.DefaultScale));
        long[] large = new long[parameters.N];
        large[7] = 1L << 52;
        Assert.Throws<FheOperandException>(() => encoder.FromIntegers(large, 3, parameters.DefaultScale));
        large[7] = long.MinValue;
        Assert.Throws<FheOperandException>(() => encoder.FromIntegers(large, 3, parameters.DefaultScale));
        Assert.Throws<FheOperandException>(() => encoder.EncodeToIntegers(Context.Values(5, 100), Scale.FromLog2(60)));
        using var plaintext = encoder.Encode([1.0], 1, parameters.DefaultScale);
        Assert.Throws<FheOperandException>(() => encoder.Decode(plaintext, new double[parameters.MaxSlots + 1]));
        Assert.Throws<FheOperandException>(() => encoder.DecodeCoefficients(plaintext, new double[3]));
        Assert.Throws<FheOperandException>(() => FheTestContext.Small.Encoder.Decode(plaintext, new double[1]));
    }

    [Fact]
    public void Plaintext_AfterDispose_Throws()
    {
        var plaintext = Context.Encoder.Encode([1.0], 1, Context.Parameters.DefaultScale);
        plaintext.Dispose();
        plaintext.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Context.Encoder.Decode(plaintext, new double[1]));
    }
}
