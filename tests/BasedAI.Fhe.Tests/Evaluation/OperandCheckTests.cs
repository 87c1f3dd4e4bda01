using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Tests;

/// <summary>Every refusal names both sides and the remedy.</summary>
public class OperandCheckTests
{
    private static FheTestContext Context => FheTestContext.Project;

    private static CkksEvaluator Evaluator => Context.Evaluator;

    [Fact]
    public void DifferentLevels_NameBothAndDropLevel()
    {
        using var high = Context.Encrypt([1.0], 3);
        using var low = Context.Encrypt([1.0], 1);
        AssertRefused(() => Evaluator.Add(high, low), "left level 3", "right level 1", "DropLevel(left, 2)");
        AssertRefused(() => Evaluator.Subtract(low, high), "left level 1", "right level 3", "DropLevel(right, 2)");
        AssertRefused(() => Evaluator.Multiply(high, low), "left level 3", "right level 1");
        AssertRefused(() => Evaluator.MultiplyRelinearize(high, low), "left level 3", "right level 1");
    }

    [Fact]
    public void PlaintextBelowTheCiphertext_IsRefused_AboveIsTaken()
    {
        double[] x = Context.Values(1);
        using var ciphertext = Context.Encrypt(x, 2);
        using var low = Context.Encoder.Encode([1.0], 1, Context.Parameters.DefaultScale);
        using var high = Context.Encoder.EncodeConstant(1, 3, Context.Parameters.DefaultScale);
        AssertRefused(() => Evaluator.Add(ciphertext, low), "ciphertext level 2", "plaintext level 1", "Encode");
        AssertRefused(() => Evaluator.Multiply(ciphertext, low), "ciphertext level 2", "plaintext level 1");
        using var sum = Evaluator.Add(ciphertext, high);
        PrecisionAssert.AtLeast(25, [.. x.Select(v => v + 1)], Context.Decrypt(sum));
    }

    [Fact]
    public void DifferentScales_AreNamed_CloseOnesAreTaken()
    {
        using var left = Context.Encrypt([1.0]);
        using var other = Context.Encoder.Encode([1.0], 3, Scale.FromLog2(38));
        using var right = Context.Encryptor.Encrypt(other);
        AssertRefused(() => Evaluator.Add(left, right), "2^39.0000", "2^38.0000");
        AssertRefused(() => Evaluator.Subtract(left, other), "2^39.0000", "2^38.0000");
        using var close = Context.Encoder.Encode([1.0], 3, new Scale(left.Scale.Value * (1 + 1e-10)));
        using var sum = Evaluator.Add(left, close);
        Assert.Equal(left.Scale, sum.Scale);
    }

    [Fact]
    public void DegreeTwo_MustBeRelinearizedFirst()
    {
        using var a = Context.Encrypt([1.0]);
        using var product = Evaluator.Multiply(a, a);
        AssertRefused(() => Evaluator.Rotate(product, 1), "degree 2", "Relinearize");
        AssertRefused(() => Evaluator.RotateHoisted(product, [1]), "degree 2", "Relinearize");
        AssertRefused(() => Evaluator.Conjugate(product), "degree 2", "Relinearize");
        AssertRefused(() => Evaluator.Square(product), "degree 2", "Relinearize");
        AssertRefused(() => Evaluator.Multiply(product, a), "degree 2", "Relinearize");
        AssertRefused(() => Evaluator.Multiply(a, product), "degree 2", "Relinearize");
    }

    [Fact]
    public void ScaleBeyondTheModulus_IsRefused()
    {
        using var low = Context.Encrypt([1.0], 0);
        AssertRefused(() => Evaluator.Multiply(low, low), "level 0", "2^78");
        using var plaintext = Context.Encoder.Encode([1.0], 0, Context.Parameters.DefaultScale);
        AssertRefused(() => Evaluator.Multiply(low, plaintext), "level 0");
        AssertRefused(() => Evaluator.MultiplyConstant(low, 1, Context.Parameters.DefaultScale), "level 0");
        using var high = Context.Encrypt([1.0], 1);
        using var product = Evaluator.Multiply(high, high);
        AssertRefused(() => Evaluator.DropLevel(product, 1), "level 0");
    }

    [Fact]
    public void RescaleAndDropLevel_AtTheirEnds()
    {
        using var bottom = Context.Encrypt([1.0], 0);
        AssertRefused(() => Evaluator.Rescale(bottom), "level 0");
        AssertRefused(() => Evaluator.DropLevel(bottom, 1), "0 to 0");
        AssertRefused(() => Evaluator.DropLevel(bottom, -1), "0 to 0");
        using var unscaled = Context.Encoder.Encode([1.0], 1, Scale.FromLog2(20));
        using var ciphertext = Context.Encryptor.Encrypt(unscaled);
        AssertRefused(() => Evaluator.Rescale(ciphertext), "below 1");
    }

    [Fact]
    public void MissingKeys_NameElementAndRotation()
    {
        using var a = Context.Encrypt([1.0]);
        var bare = new CkksEvaluator(Context.Parameters);
        using var product = bare.Multiply(a, a);
        Assert.Throws<MissingEvaluationKeyException>(() => bare.Relinearize(product));
        var rotation = Assert.Throws<MissingEvaluationKeyException>(() => Evaluator.Rotate(a, -7));
        Assert.Equal(-7, rotation.RotationSteps);
        Assert.Equal(Context.Parameters.GetRotationElement(-7), rotation.Element);
        Assert.Contains("rotation by -7", rotation.Message, StringComparison.Ordinal);
        Assert.Contains(rotation.Element!.Value.Value.ToString(), rotation.Message, StringComparison.Ordinal);
        var conjugation = Assert.Throws<MissingEvaluationKeyException>(() => bare.Conjugate(a));
        Assert.Null(conjugation.RotationSteps);
        Assert.Contains("conjugation", conjugation.Message, StringComparison.Ordinal);
        var hoisted = Assert.Throws<MissingEvaluationKeyException>(() => Evaluator.RotateHoisted(a, [1, 99]));
        Assert.Equal(99, hoisted.RotationSteps);
    }

    [Fact]
    public void KeyRequests_WrongOnes_AreRefused()
    {
        var element = Context.Parameters.GetRotationElement(1);
        var twice = new EvaluationKeyRequest(null, [new GaloisKeyRequest(element, 1), new GaloisKeyRequest(element, 2)]);
        Assert.Throws<FheOperandException>(() => Context.KeyGenerator.GenerateEvaluationKeys(Context.SecretKey, twice));
        Assert.Throws<FheOperandException>(() => Context.KeyGenerator.GenerateGaloisKey(Context.SecretKey, new GaloisElement(4)));
        Assert.Throws<FheOperandException>(() => Context.KeyGenerator.GenerateGaloisKey(Context.SecretKey, new GaloisElement(16385)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Context.KeyGenerator.GenerateGaloisKey(Context.SecretKey, element, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Context.KeyGenerator.GenerateRelinearizationKey(Context.SecretKey, -1));
    }

    [Fact]
    public void Constants_NotFiniteOrTooLarge_AreRefused()
    {
        using var a = Context.Encrypt([1.0], 0);
        Assert.Throws<FheOperandException>(() => Evaluator.AddConstant(a, double.NaN));
        Assert.Throws<FheOperandException>(() => Evaluator.AddConstant(a, 1e3));
        Assert.Throws<FheOperandException>(() => Evaluator.MultiplyConstant(a, double.PositiveInfinity, Scale.FromLog2(1)));
    }

    private static void AssertRefused(Func<object> operation, params string[] parts)
    {
        var exception = Assert.Throws<FheOperandException>(operation);
        foreach (string part in parts) Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }
}
