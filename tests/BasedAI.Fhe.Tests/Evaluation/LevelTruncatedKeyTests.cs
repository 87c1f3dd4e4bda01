namespace BasedAI.Fhe.Tests;

/// <summary>A key cut at level l serves levels 0 … l like a full key.</summary>
public class LevelTruncatedKeyTests
{
    [Theory]
    [InlineData(nameof(FheTestContext.Project), 22)]
    [InlineData(nameof(FheTestContext.TwoSpecial), 22)]
    public void TruncatedKeys_WorkAtAndBelowTheirLevel(string name, double bits)
    {
        var context = FheTestContext.Named(name);
        var parameters = context.Parameters;
        double[] x = context.Values(1), squared = [.. x.Select(v => v * v)], rotated = [.. x[1..], x[0]];
        var element = parameters.GetRotationElement(1);
        for (int keyLevel = 1; keyLevel < parameters.MaxLevel; keyLevel++)
        {
            using var keys = context.KeyGenerator.GenerateEvaluationKeys(
                context.SecretKey, new EvaluationKeyRequest(keyLevel, [new GaloisKeyRequest(element, keyLevel)]));
            var evaluator = new CkksEvaluator(parameters, keys);
            Assert.Equal(keyLevel, keys.GetGaloisKey(element).Level);
            Assert.Equal(keyLevel, keys.GetRelinearizationKey().Level);
            for (int level = 1; level <= keyLevel; level++)
            {
                using var a = context.Encrypt(x, level);
                using var turned = evaluator.Rotate(a, 1);
                using var product = evaluator.MultiplyRelinearize(a, a);
                using var rescaled = evaluator.Rescale(product);
                PrecisionAssert.AtLeast(bits, rotated, context.Decrypt(turned));
                PrecisionAssert.AtLeast(bits, squared, context.Decrypt(rescaled));
            }

            using var high = context.Encrypt(x, keyLevel + 1);
            var exception = Assert.Throws<MissingEvaluationKeyException>(() => evaluator.Rotate(high, 1));
            Assert.Equal(1, exception.RotationSteps);
            Assert.Equal(element, exception.Element);
            Assert.Contains($"level {keyLevel + 1}", exception.Message, StringComparison.Ordinal);
            Assert.Throws<MissingEvaluationKeyException>(() => evaluator.MultiplyRelinearize(high, high));
            Assert.Throws<MissingEvaluationKeyException>(() => evaluator.RotateHoisted(high, [1]));
        }
    }

    /// <summary>The limbs of a truncated key are those of the full key of the same randomness: cutting is leaving out.</summary>
    [Fact]
    public void UniformHalf_OfATruncatedKey_IsThePrefixOfTheFullOne()
    {
        var context = FheTestContext.TwoSpecial;
        var element = context.Parameters.GetRotationElement(1);
        using var full = context.KeyGenerator.GenerateGaloisKey(context.SecretKey, element);
        using var ring = BasedAI.Fhe.Ring.LimbPool.For(context.Parameters.N).Rent(3 + 1 + 2, BasedAI.Fhe.Ring.Representation.Ntt);
        UniformExpansion.ExpandDigit(context.Parameters, full.Key.Seed, 1, 3, ring);
        for (int i = 0; i <= 3; i++) Assert.True(full.Key.A[1].Limb(i).SequenceEqual(ring.Limb(i)));
        for (int j = 0; j < 2; j++) Assert.True(full.Key.A[1].Limb(context.Parameters.MaxLevel + 1 + j).SequenceEqual(ring.Limb(4 + j)));
    }
}
