namespace BasedAI.Fhe.Tests;

/// <summary>
/// Predicted against measured standard deviation of a coefficient's noise. Each measurement takes all N coefficients of <see cref="Runs"/> fresh
/// ciphertexts (4 × 8192 = 32768 samples at N = 2^13, statistical error of a deviation 0.4 %; noise of one ciphertext that goes through one
/// key shares randomness, hence the wider tolerances, stated at each assertion).
/// </summary>
public class NoiseModelTests
{
    private const int Runs = 4;

    private static readonly FheTestContext Context = FheTestContext.Project;
    private static readonly NoiseModel Model = new(Context.Parameters);

    [Fact]
    public void FreshSymmetric_Within3Percent() =>
        AssertMeasured(NoiseModel.FreshSymmetric, 0.03, (plaintext, _) => Context.Encryptor.Encrypt(plaintext), values => values);

    [Fact]
    public void FreshPublicKey_Within5Percent() =>
        AssertMeasured(Model.FreshPublicKey, 0.05, (plaintext, _) => Context.PublicEncryptor.Encrypt(plaintext), values => values);

    [Fact]
    public void Sum_Within3Percent() => AssertMeasured(
        NoiseModel.Add(NoiseModel.FreshSymmetric, NoiseModel.FreshSymmetric),
        0.03,
        (plaintext, _) =>
        {
            using var a = Context.Encryptor.Encrypt(plaintext);
            using var b = Context.Encryptor.Encrypt(plaintext);
            return Context.Evaluator.Add(a, b);
        },
        values => [.. values.Select(v => 2 * v)]);

    /// <summary>A key switch at each level, on top of a fresh ciphertext; within 10 %.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void KeySwitch_Within10Percent(int level) => AssertMeasured(
        NoiseModel.Add(NoiseModel.FreshSymmetric, Model.KeySwitch(level)),
        0.10,
        (plaintext, _) =>
        {
            using var a = Context.Encryptor.Encrypt(plaintext);
            using var b = Context.Evaluator.DropLevel(a, 3 - level);
            return Context.Evaluator.Conjugate(b);
        },
        Conjugated);

    /// <summary>
    /// Where the special prime is only as large as the digit, the error of the key dominates the rounding; 4 × 4096 samples at N = 2^12, within 10 %.
    /// </summary>
    [Fact]
    public void KeySwitch_WithATightSpecialPrime_Within10Percent()
    {
        var context = FheTestContext.Small;
        var model = new NoiseModel(context.Parameters);
        using var zero = context.Encoder.FromIntegers(new long[context.Parameters.N], 1, context.Parameters.DefaultScale);
        double squares = 0;
        double[] coefficients = new double[context.Parameters.N];
        for (int run = 0; run < Runs; run++)
        {
            using var a = context.Encryptor.Encrypt(zero);
            using var rotated = context.Evaluator.Rotate(a, 1);
            using var plaintext = context.Decryptor.Decrypt(rotated);
            context.Encoder.DecodeCoefficients(plaintext, coefficients);
            squares += coefficients.Sum(v => v * v);
        }

        double predicted = NoiseModel.Add(NoiseModel.FreshSymmetric, model.KeySwitch(1));
        double measured = Math.Sqrt(squares / (Runs * (double)coefficients.Length));
        Assert.True(Math.Abs((measured / predicted) - 1) <= 0.10, $"predicted {predicted:G5}, measured {measured:G5}");
    }

    /// <summary>A rescale of fresh noise leaves rounding; within 5 %. The message is a multiple of the prime, so that it divides exactly.</summary>
    [Fact]
    public void Rescale_Within5Percent()
    {
        double prime = Context.Parameters.RingQ[3].Modulus.Value;
        AssertMeasured(
            Model.Rescale(NoiseModel.FreshSymmetric, 3),
            0.05,
            (plaintext, _) =>
            {
                using var a = Context.Encryptor.Encrypt(plaintext);
                using var b = Context.Evaluator.MultiplyConstant(a, prime, Scale.FromLog2(0));
                using var noisy = Context.Encoder.FromIntegers(new long[Context.Parameters.N], 3, b.Scale);
                using var zero = Context.Encryptor.Encrypt(noisy);
                using var sum = Context.Evaluator.Add(b, zero);
                return Context.Evaluator.Rescale(sum);
            },
            values => values);
    }

    /// <summary>Product of a ciphertext and an exactly known integer plaintext: coefficients of the plaintext have the deviation stated; within 10 %.</summary>
    [Fact]
    public void Multiply_Within10Percent()
    {
        var random = new Random(5);
        long[] small = [.. Enumerable.Range(0, Context.Parameters.N).Select(_ => random.NextInt64(-1000, 1001))];
        double deviation = Math.Sqrt(small.Sum(v => (double)v * v) / small.Length);
        using var zero = Context.Encoder.FromIntegers(new long[Context.Parameters.N], 3, Context.Parameters.DefaultScale);
        using var factor = Context.Encoder.FromIntegers(small, 3, Scale.FromLog2(10));
        double squares = 0;
        double[] coefficients = new double[Context.Parameters.N];
        for (int run = 0; run < Runs; run++)
        {
            using var a = Context.Encryptor.Encrypt(zero);
            using var product = Context.Evaluator.Multiply(a, factor);
            squares += Measure(product, coefficients, new double[coefficients.Length]);
        }

        AssertClose(Model.Multiply(0, NoiseModel.FreshSymmetric, deviation, 0), squares, 0.10);
    }

    /// <summary>Encryptions of zero multiplied: noise e1·e2 alone; within 10 %.</summary>
    [Fact]
    public void MultiplyCiphertexts_OfZero_Within10Percent()
    {
        using var zero = Context.Encoder.FromIntegers(new long[Context.Parameters.N], 3, Context.Parameters.DefaultScale);
        double squares = 0;
        double[] coefficients = new double[Context.Parameters.N];
        for (int run = 0; run < Runs; run++)
        {
            using var a = Context.Encryptor.Encrypt(zero);
            using var b = Context.Encryptor.Encrypt(zero);
            using var product = Context.Evaluator.Multiply(a, b);
            squares += Measure(product, coefficients, new double[coefficients.Length]);
        }

        AssertClose(Model.Multiply(0, NoiseModel.FreshSymmetric, 0, NoiseModel.FreshSymmetric), squares, 0.10);
    }

    [Fact]
    public void EncodingRounding_Within3Percent()
    {
        double squares = 0;
        double[] coarse = new double[Context.Parameters.N], fine = new double[Context.Parameters.N];
        for (int run = 0; run < Runs; run++)
        {
            double[] values = Context.Values(run);
            using var rounded = Context.Encoder.Encode(values, 3, Scale.FromLog2(20));
            using var exact = Context.Encoder.Encode(values, 3, Scale.FromLog2(50));
            Context.Encoder.DecodeCoefficients(rounded, coarse);
            Context.Encoder.DecodeCoefficients(exact, fine);
            for (int i = 0; i < coarse.Length; i++) squares += Math.Pow(coarse[i] - Math.ScaleB(fine[i], -30), 2);
        }

        AssertClose(NoiseModel.EncodingRounding, squares, 0.03);
    }

    /// <summary>The way to slots: measured deviation of the real parts over 4 × 4096 slots, within 5 %.</summary>
    [Fact]
    public void ToSlotDeviation_Within5Percent()
    {
        double squares = 0;
        for (int run = 0; run < Runs; run++)
        {
            using var a = Context.Encrypt(new double[Context.Parameters.MaxSlots]);
            squares += Context.Decrypt(a).Sum(v => v * v);
        }

        double measured = Math.Sqrt(squares / (Runs * Context.Parameters.MaxSlots));
        double predicted = Model.ToSlotDeviation(NoiseModel.FreshSymmetric, Context.Parameters.DefaultScale);
        Assert.Equal(predicted, measured, 0.05 * predicted);
    }

    [Fact]
    public void GetFloodingBits_FollowsTheFormula()
    {
        Assert.Equal(29, NoiseModel.GetFloodingBits(128, 40, 1));         // 7 + 20 + log2(12)/2 = 28.79, rounded up
        Assert.Equal(39, NoiseModel.GetFloodingBits(128, 40, 1 << 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseModel.GetFloodingBits(0, 40, 1));
    }

    private static void AssertMeasured(
        double predicted, double tolerance, Func<Plaintext, int, Ciphertext> operation, Func<double[], double[]> expected)
    {
        double squares = 0;
        double[] coefficients = new double[Context.Parameters.N];
        for (int run = 0; run < Runs; run++)
        {
            var random = new Random(run);
            long[] integers = [.. Enumerable.Range(0, Context.Parameters.N).Select(_ => random.NextInt64(-1L << 30, 1L << 30))];
            using var plaintext = Context.Encoder.FromIntegers(integers, 3, Context.Parameters.DefaultScale);
            using var result = operation(plaintext, run);
            squares += Measure(result, coefficients, expected([.. integers.Select(v => (double)v)]));
        }

        AssertClose(predicted, squares, tolerance);
    }

    private static double Measure(Ciphertext ciphertext, double[] coefficients, double[] expected)
    {
        using var plaintext = Context.Decryptor.Decrypt(ciphertext);
        Context.Encoder.DecodeCoefficients(plaintext, coefficients);
        double squares = 0;
        for (int i = 0; i < coefficients.Length; i++) squares += (coefficients[i] - expected[i]) * (coefficients[i] - expected[i]);
        return squares;
    }

    private static void AssertClose(double predicted, double squares, double tolerance)
    {
        double measured = Math.Sqrt(squares / (Runs * (double)Context.Parameters.N));
        Assert.True(
            Math.Abs((measured / predicted) - 1) <= tolerance, $"predicted {predicted:G5}, measured {measured:G5}, tolerance {tolerance:P0}");
    }

    /// <summary>X → X^-1: coefficient i goes to N - i with a minus sign.</summary>
    private static double[] Conjugated(double[] values) =>
        [.. values.Select((_, i) => i == 0 ? values[0] : -values[values.Length - i])];
}
