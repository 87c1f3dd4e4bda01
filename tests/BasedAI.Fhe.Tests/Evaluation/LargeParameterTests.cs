namespace BasedAI.Fhe.Tests;

/// <summary>The large degrees: one chain of multiply, relinearise, rescale and rotate each.</summary>
public class LargeParameterTests
{
    [Fact]
    [Trait("Tier", "Slow")]
    public void Degree32768_FifteenPrimes_ThreeSpecial() => RunChain(
        new() { LogN = 15, LogQ = [50, .. Enumerable.Repeat(40, 14)], LogP = [50, 50, 50], LogDefaultScale = 40 }, minimumBits: 20);

    [Fact]
    [Trait("Tier", "Slow")]
    public void Degree65536_TwentyFourPrimes_FourSpecial() => RunChain(
        new() { LogN = 16, LogQ = [50, .. Enumerable.Repeat(45, 23)], LogP = [50, 50, 50, 50], LogDefaultScale = 45 }, minimumBits: 24);

    private static void RunChain(CkksParametersLiteral literal, double minimumBits)
    {
        var parameters = CkksParameters.Create(literal);
        var generator = new KeyGenerator(parameters);
        using var secretKey = generator.GenerateSecretKey();
        using var keys = generator.GenerateEvaluationKeys(
            secretKey, new EvaluationKeyRequest(parameters.MaxLevel, [new GaloisKeyRequest(parameters.GetRotationElement(5), parameters.MaxLevel)]));
        var encoder = new CkksEncoder(parameters);
        var evaluator = new CkksEvaluator(parameters, keys);
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, parameters.MaxSlots).Select(_ => (2 * random.NextDouble()) - 1)];
        using var plaintext = encoder.Encode(x, parameters.MaxLevel, parameters.DefaultScale);
        using var a = new SymmetricEncryptor(parameters, secretKey).Encrypt(plaintext);
        using var product = evaluator.MultiplyRelinearize(a, a);
        using var rescaled = evaluator.Rescale(product);
        using var rotated = evaluator.Rotate(rescaled, 5);
        using var hoisted = evaluator.RotateHoisted(rescaled, [5])[0];
        Assert.Equal(CiphertextSerializer.ToBytes(rotated), CiphertextSerializer.ToBytes(hoisted));
        using var low = evaluator.DropLevel(rotated, rotated.Level - 1);
        using var rotatedLow = evaluator.Rotate(low, 5);
        using var decrypted = new Decryptor(parameters, secretKey).Decrypt(rotatedLow);
        double[] actual = new double[x.Length];
        encoder.Decode(decrypted, actual);
        double[] expected = [.. Enumerable.Range(0, x.Length).Select(i => x[(i + 10) % x.Length] * x[(i + 10) % x.Length])];
        PrecisionAssert.AtLeast(minimumBits, expected, actual);
    }
}
