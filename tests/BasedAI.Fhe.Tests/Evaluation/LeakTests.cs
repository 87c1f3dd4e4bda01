using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Tests;

/// <summary>Pools are shared by the process, so these tests run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class PoolCollection
{
    public const string Name = "limb pools";

    /// <summary>Limbs lent, once those that earlier tests forgot have been collected.</summary>
    public static long Outstanding(int n)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return LimbPool.For(n).OutstandingLimbs;
    }
}

/// <summary>Whatever an operation rents it returns, also when it throws.</summary>
[Collection(PoolCollection.Name)]
public class LeakTests
{
    [Theory]
    [InlineData(nameof(FheTestContext.Small))]
    [InlineData(nameof(FheTestContext.Project))]
    [InlineData(nameof(FheTestContext.TwoSpecial))]
    public void EveryVerb_ReturnsItsLimbs(string name)
    {
        var context = FheTestContext.Named(name);
        Run(context);                                                    // fills caches
        long before = Outstanding(context);
        Run(context);
        Assert.Equal(before, Outstanding(context));
    }

    [Fact]
    public void RefusedOperations_ReturnTheirLimbs()
    {
        var context = FheTestContext.Project;
        using var a = context.Encrypt([1.0]);
        using var low = context.Encrypt([1.0], 0);
        using var product = context.Evaluator.Multiply(a, a);
        byte[] bytes = CiphertextSerializer.ToBytes(a);
        bytes[^1] ^= 1;
        long before = Outstanding(context);
        Assert.ThrowsAny<Exception>(() => context.Evaluator.Add(a, low));
        Assert.ThrowsAny<Exception>(() => context.Evaluator.Rotate(a, 55));
        Assert.ThrowsAny<Exception>(() => context.Evaluator.RotateHoisted(a, [1, 55]));
        Assert.ThrowsAny<Exception>(() => context.Evaluator.Rotate(product, 1));
        Assert.ThrowsAny<Exception>(() => context.Evaluator.Rescale(low));
        Assert.ThrowsAny<Exception>(() => context.Evaluator.AddConstant(a, double.NaN));
        Assert.ThrowsAny<Exception>(() => context.Encoder.Encode([double.NaN], 1, context.Parameters.DefaultScale));
        Assert.ThrowsAny<Exception>(() => context.Encoder.Encode([1e300], 1, context.Parameters.DefaultScale));
        Assert.ThrowsAny<Exception>(() => context.Decryptor.Decrypt(low, DecryptionPurpose.ToDisclose(45)));
        Assert.Throws<CiphertextFormatException>(() => CiphertextSerializer.FromBytes(context.Parameters, bytes));
        Assert.Throws<CiphertextFormatException>(() => CiphertextSerializer.FromBytes(context.Parameters, bytes[..^9]));
        var twice = new EvaluationKeyRequest(0, [new(context.Parameters.GetRotationElement(1), 0), new(context.Parameters.GetRotationElement(1), 0)]);
        Assert.ThrowsAny<Exception>(() => context.KeyGenerator.GenerateEvaluationKeys(context.SecretKey, twice));
        Assert.Equal(before, Outstanding(context));
    }

    private static void Run(FheTestContext context)
    {
        var evaluator = context.Evaluator;
        double[] x = context.Values(1);
        using var secret = context.KeyGenerator.GenerateSecretKey();
        using var publicKey = context.KeyGenerator.GeneratePublicKey(secret);
        using var keys = context.KeyGenerator.GenerateEvaluationKeys(secret, new(0, [new(context.Parameters.ConjugationElement, 1)]));
        using var plaintext = context.Encoder.Encode(x, context.Parameters.MaxLevel, context.Parameters.DefaultScale);
        using var constant = context.Encoder.EncodeConstant(1, context.Parameters.MaxLevel, context.Parameters.DefaultScale);
        using var a = context.Encryptor.Encrypt(plaintext);
        using var b = context.PublicEncryptor.Encrypt(plaintext);
        using var sum = evaluator.Add(a, b);
        using var plainSum = evaluator.Add(a, plaintext);
        using var difference = evaluator.Subtract(a, b);
        using var negated = evaluator.Negate(a);
        using var shifted = evaluator.AddConstant(a, 1);
        using var product = evaluator.Multiply(a, b);
        using var mixed = evaluator.Subtract(product, product);
        using var relinearized = evaluator.Relinearize(product);
        using var rescaled = evaluator.Rescale(relinearized);
        using var dropped = evaluator.DropLevel(a, 1);
        using var rotated = evaluator.Rotate(a, 1);
        using var conjugated = evaluator.Conjugate(a);
        foreach (var hoisted in evaluator.RotateHoisted(a, [1, 2, 0])) hoisted.Dispose();
        using var read = CiphertextSerializer.FromBytes(context.Parameters, CiphertextSerializer.ToBytes(a));
        using var disclosed = context.Decryptor.Decrypt(read, DecryptionPurpose.ToDisclose(10));
        context.Decrypt(rescaled);
    }

    private static long Outstanding(FheTestContext context) => PoolCollection.Outstanding(context.Parameters.N);
}
