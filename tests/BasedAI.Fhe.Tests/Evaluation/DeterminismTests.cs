using System.Security.Cryptography;

namespace BasedAI.Fhe.Tests;

/// <summary>
/// The same bytes on every machine: digests of every verb over fixed keys and integer operands. The suite is run once for each vector width
/// (BASEDAI_SIMD), and every run must meet the same digests.
/// </summary>
public class DeterminismTests
{
    public static TheoryData<string, string> Digests => new()
    {
        { nameof(FheTestContext.Small), "35d2ed1e8ad469deda88cb6feb4ad98f66b04a5193c21482116e4fdb0b6af6bf" },
        { nameof(FheTestContext.Project), "1b7820e84e8ae0f3e5ac6465db60a77ad97e8b8624ec86a546503f4b04016f51" },
        { nameof(FheTestContext.TwoSpecial), "edcf4ee8e2d579c605cf719755e85a03cf0d1e60aa80cfd050e7ad5ba66bbdfe" },
    };

    [Theory]
    [MemberData(nameof(Digests))]
    public void EveryVerb_HasThePinnedDigest(string name, string expected)
    {
        var parameters = FheTestContext.Named(name).Parameters;
        Assert.Equal(expected, ComputeDigest(parameters));
    }

    [Fact]
    public void Evaluation_Repeated_HasTheSameBytes()
    {
        var context = FheTestContext.Project;
        using var a = context.Encrypt(context.Values(1));
        using var first = context.Evaluator.MultiplyRelinearize(a, a);
        using var second = context.Evaluator.MultiplyRelinearize(a, a);
        Assert.Equal(CiphertextSerializer.ToBytes(first), CiphertextSerializer.ToBytes(second));
    }

    /// <summary>Eight threads share one evaluator and its scratch pool; each result has the bytes of a lone run.</summary>
    [Theory]
    [InlineData(nameof(FheTestContext.Project))]
    [InlineData(nameof(FheTestContext.TwoSpecial))]
    public void Evaluation_InParallel_HasTheSameBytes(string name)
    {
        var context = FheTestContext.Named(name);
        using var a = context.Encrypt(context.Values(2));
        using var b = context.Encrypt(context.Values(3));
        byte[] expected = Chain(context, a, b);
        byte[][] actual = new byte[16][];
        Parallel.For(0, actual.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => actual[i] = Chain(context, a, b));
        Assert.All(actual, bytes => Assert.Equal(expected, bytes));
    }

    private static byte[] Chain(FheTestContext context, Ciphertext a, Ciphertext b)
    {
        using var product = context.Evaluator.MultiplyRelinearize(a, b);
        using var rescaled = context.Evaluator.Rescale(product);
        var rotations = context.Evaluator.RotateHoisted(rescaled, [1, 2]);
        using var sum = context.Evaluator.Add(rotations[0], rotations[1]);
        rotations[0].Dispose();
        rotations[1].Dispose();
        return CiphertextSerializer.ToBytes(sum);
    }

    private static string ComputeDigest(CkksParameters parameters)
    {
        var entropy = EntropySource.FixedForTests(77);
        var generator = new KeyGenerator(parameters, entropy);
        using var secretKey = generator.GenerateSecretKey();
        using var publicKey = generator.GeneratePublicKey(secretKey);
        using var keys = generator.GenerateEvaluationKeys(
            secretKey,
            new EvaluationKeyRequest(
                parameters.MaxLevel,
                [new(parameters.GetRotationElement(1), parameters.MaxLevel), new(parameters.ConjugationElement, parameters.MaxLevel)]));
        var encoder = new CkksEncoder(parameters);
        var random = new Random(1);
        long[] integers = [.. Enumerable.Range(0, parameters.N).Select(_ => random.NextInt64(-1L << 30, 1L << 30))];
        using var plaintext = encoder.FromIntegers(integers, parameters.MaxLevel, parameters.DefaultScale);
        using var a = new SymmetricEncryptor(parameters, secretKey, entropy).Encrypt(plaintext);
        using var b = new Encryptor(parameters, publicKey, entropy).Encrypt(plaintext);
        var evaluator = new CkksEvaluator(parameters, keys);

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var keyBytes = new MemoryStream();
        EvaluationKeySet.Write(keys, keyBytes);
        digest.AppendData(keyBytes.ToArray());
        foreach (var result in (Func<Ciphertext>[])
        [
            a.Clone,
            b.Clone,
            () => evaluator.Add(a, b),
            () => evaluator.Subtract(a, plaintext),
            () => evaluator.Negate(b),
            () => evaluator.AddConstant(a, 0.625),
            () => evaluator.Multiply(a, plaintext),
            () => evaluator.Square(b),
            () => evaluator.MultiplyRelinearize(a, b),
            () => evaluator.Rotate(a, 1),
            () => evaluator.Conjugate(b),
            () => evaluator.DropLevel(a, 1),
        ])
        {
            using var ciphertext = result();
            digest.AppendData(CiphertextSerializer.ToBytes(ciphertext));
            if (ciphertext.Scale.Value <= parameters.DefaultScale.Value) continue;
            using var rescaled = evaluator.Rescale(ciphertext);
            digest.AppendData(CiphertextSerializer.ToBytes(rescaled));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
