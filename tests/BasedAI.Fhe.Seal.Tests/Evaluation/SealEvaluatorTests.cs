namespace BasedAI.Fhe.Seal.Tests;

public class SealEvaluatorTests
{
    private static readonly SealTestContext Set = SealTestContext.Medium;
    private static readonly SealEvaluator Evaluator = Set.Evaluator;

    [Fact]
    public void Arithmetic_OfCiphertexts_IsThatOfTheirValues()
    {
        double[] x = Set.Sines, y = Set.Halves;
        using var cx = Set.Encrypt(x);
        using var cy = Set.Encrypt(y);
        using var plain = Set.Encoder.Encode(y, Set.Scale);
        Check(Evaluator.Add(cx, cy), i => x[i] + y[i]);
        Check(Evaluator.Subtract(cx, cy), i => x[i] - y[i]);
        Check(Evaluator.Negate(cx), i => -x[i]);
        Check(Evaluator.Add(cx, plain), i => x[i] + y[i]);
        Check(Evaluator.Subtract(cx, plain), i => x[i] - y[i]);
        Check(Evaluator.Multiply(cx, plain), i => x[i] * y[i]);
        Check(Evaluator.Multiply(cx, cy), i => x[i] * y[i]);
        Check(Evaluator.Square(cx), i => x[i] * x[i]);
        Check(Evaluator.DropLevel(cx, 2), i => x[i]);
        Check(Evaluator.Conjugate(cx, Set.GaloisKeys), i => x[i]);
    }

    [Fact]
    public void Products_OfThree_RelinearizeAndRescale()
    {
        double[] x = Set.Sines, y = Set.Halves;
        using var cx = Set.Encrypt(x);
        using var cy = Set.Encrypt(y);
        using var product = Evaluator.Multiply(cx, cy);
        Assert.Equal(3, product.PolynomialCount);
        Assert.Equal(Set.Scale.Value * Set.Scale.Value, product.Scale.Value);
        using var linear = Evaluator.Relinearize(product, Set.RelinKeys);
        Assert.Equal(2, linear.PolynomialCount);
        using var rescaled = Evaluator.Rescale(linear);
        Assert.Equal((1, linear.Scale.Value / Set.Context.Parameters.CoeffModulus[2]), (rescaled.Level, rescaled.Scale.Value));
        Check(Evaluator.Relinearize(rescaled, Set.RelinKeys), i => x[i] * y[i]);

        using var lower = Evaluator.DropLevel(cx);
        using var again = Evaluator.Multiply(rescaled, lower);
        using var linearAgain = Evaluator.Relinearize(again, Set.RelinKeys);
        Check(Evaluator.Rescale(linearAgain), i => x[i] * y[i] * x[i]);
    }

    [Fact]
    public void Add_OfDifferentSizes_KeepsWhatTheLongerHas()
    {
        double[] x = Set.Sines, y = Set.Halves;
        using var cx = Set.Encrypt(x);
        using var cy = Set.Encrypt(y);
        using var plain = Set.Encoder.Encode(y, Set.Scale);
        using var longer = Evaluator.Multiply(cx, cy);
        using var shorter = Evaluator.Multiply(cx, plain);
        Check(Evaluator.Add(longer, shorter), i => 2 * x[i] * y[i]);
        Check(Evaluator.Add(shorter, longer), i => 2 * x[i] * y[i]);
        Check(Evaluator.Subtract(shorter, longer), _ => 0);
        Check(Evaluator.Subtract(longer, shorter), _ => 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-2)]
    [InlineData(4)]
    [InlineData(-1)]        // 1 - 2
    [InlineData(2)]         // no key, no way
    [InlineData(4093)]      // 1 - 4 + 4096: -4 is missing
    [InlineData(5)]         // 1 + 4
    public void Rotate_MovesSlotsToTheLeft_OrNamesTheMissingKey(int steps)
    {
        double[] x = Set.Sines;
        using var cx = Set.Encrypt(x);
        bool isPossible = steps is 0 or 1 or -2 or 4 or 5;
        if (isPossible)
        {
            Check(Evaluator.Rotate(cx, steps, Set.GaloisKeys), i => x[(i + steps + x.Length) % x.Length]);
            return;
        }

        var exception = Assert.Throws<MissingEvaluationKeyException>(() => Evaluator.Rotate(cx, steps, Set.GaloisKeys));
        Assert.NotNull(exception.RotationSteps);
        Assert.Contains(steps.ToString(), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, new[] { -1, 4 })]
    [InlineData(-3, new[] { 1, -4 })]
    [InlineData(7, new[] { -1, 8 })]
    [InlineData(11, new[] { -1, -4, 16 })]
    [InlineData(4, new[] { 4 })]
    [InlineData(0, new int[0])]
    public void NonAdjacentForm_IsThatOfSeal(int value, int[] expected) => Assert.Equal(expected, SealEvaluator.NonAdjacentForm(value));

    [Fact]
    public void DefaultGaloisKeys_MakeEveryRotation()
    {
        var context = SealTestContext.CreateToy(64, 45, 40, 50);
        var generator = new SealKeyGenerator(context);
        using var secret = generator.GenerateSecretKey();
        using var keys = generator.GenerateGaloisKeys(secret);
        Assert.Equal(2 * (context.LogN - 1), keys.Elements.Length);           // 2^i and -2^i up to N/4, whose two are one, and the conjugation
        var encoder = new SealEncoder(context);
        var evaluator = new SealEvaluator(context);
        double[] values = [.. Enumerable.Range(0, 32).Select(i => (double)i)], decoded = new double[32];
        using var plaintext = encoder.Encode(values, Scale.FromLog2(40));
        using var ciphertext = new SealSymmetricEncryptor(secret, SealGenerator.Blake2xb).Encrypt(plaintext);
        for (int steps = -31; steps < 32; steps++)
        {
            using var rotated = evaluator.Rotate(ciphertext, steps, keys);
            using var result = new SealDecryptor(secret).Decrypt(rotated);
            encoder.Decode(result, decoded);
            Assert.InRange(SealTestContext.MaxError(decoded, values.Select((_, i) => values[(i + steps + 32) % 32])), 0, 1e-5);
        }
    }

    [Fact]
    public void Operands_ThatDoNotFit_AreRefused()
    {
        using var x = Set.Encrypt([1]);
        using var lower = Evaluator.DropLevel(x);
        using var plain = Set.Encoder.Encode([1.0], Scale.FromLog2(35));
        using var product = Evaluator.Multiply(x, x);
        using var other = SealTestContext.Small.Encrypt([1]);
        using var bottom = Evaluator.DropLevel(x, 2);
        Assert.Throws<FheOperandException>(() => Evaluator.Add(x, lower));
        Assert.Throws<FheOperandException>(() => Evaluator.Multiply(x, lower));
        Assert.Throws<FheOperandException>(() => Evaluator.Add(x, plain));
        Assert.Throws<FheOperandException>(() => Evaluator.Add(x, product));
        Assert.Throws<FheOperandException>(() => Evaluator.Add(x, other));
        Assert.Throws<FheOperandException>(() => Evaluator.Rotate(product, 1, Set.GaloisKeys));
        Assert.Throws<FheOperandException>(() => Evaluator.Rotate(x, 1, SealTestContext.Small.GaloisKeys));
        Assert.Throws<FheOperandException>(() => Evaluator.Relinearize(x, SealTestContext.Small.RelinKeys));
        Assert.Throws<FheOperandException>(() => Evaluator.Rescale(bottom));
        Assert.Throws<FheOperandException>(() => Evaluator.DropLevel(bottom));
        Assert.Throws<FheOperandException>(() => Evaluator.DropLevel(product, 2));       // scale 2^80 in 50 bits
        Assert.Throws<FheOperandException>(() => Evaluator.Square(bottom));
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluator.DropLevel(x, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluator.Rotate(x, 4096, Set.GaloisKeys));
        using var three = Evaluator.DropLevel(product);
        var missing = Assert.Throws<MissingEvaluationKeyException>(() => Evaluator.Relinearize(Power(4), Set.RelinKeys));
        Assert.Contains("s^3", missing.Message, StringComparison.Ordinal);
        Assert.Throws<FheOperandException>(() => Power(17));
    }

    // A ciphertext of so many polynomials, at a scale small enough to multiply.
    private static SealCiphertext Power(int polynomials)
    {
        using var plaintext = Set.Encoder.Encode([1.0], new Scale(2));
        using var factor = Set.SymmetricEncryptor.Encrypt(plaintext);
        var power = factor.Expand();
        while (power.PolynomialCount < polynomials)
        {
            using var previous = power;
            power = Evaluator.Multiply(previous, factor);
        }

        return power;
    }

    private static void Check(SealCiphertext actual, Func<int, double> expected)
    {
        using (actual)
        {
            Assert.False(actual.IsSeeded);
            Assert.InRange(SealTestContext.MaxError(Set.Decrypt(actual), Enumerable.Range(0, Set.Context.SlotCount).Select(expected)), 0, 1e-5);
        }
    }
}
