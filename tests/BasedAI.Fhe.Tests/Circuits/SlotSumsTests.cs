using CsCheck;

namespace BasedAI.Fhe.Tests;

public sealed class SlotSumsTests
{
    [Fact]
    public void InnerSumAndReplicate_AreTheSums() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 5], Gen.Int[1, 1 << 30]).Sample((count, batch, seed) =>
    {
        var clear = new CleartextAlgebra();
        double[] x = [.. Enumerable.Range(0, 256).Select(_ => (double)new Random(seed).Next(100))];
        double[] sum = SlotSums.InnerSum(clear, x, batch, count), copies = SlotSums.Replicate(clear, x, batch, count);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(Enumerable.Range(0, count).Sum(k => x[(i + (k * batch)) % 256]), sum[i]);
            Assert.Equal(Enumerable.Range(0, count).Sum(k => x[(i - (k * batch) + 256) % 256]), copies[i]);
        }
    }, iter: 60);

    [Fact]
    public void Keys_AreExactlyThoseUsed()
    {
        var parameters = FheTestContext.Project.Parameters;
        for (int count = 1; count <= 33; count++)
        {
            var costs = new CostAlgebra(parameters);
            SlotSums.InnerSum(costs, costs.Input(2, parameters.DefaultScale), 3, count);
            Assert.Equal(costs.RequiredKeys.Galois, SlotSums.InnerSumKeys(parameters, 2, 3, count));
            Assert.Equal(System.Numerics.BitOperations.Log2((uint)count), SlotSums.InnerSumKeys(parameters, 2, 3, count).Length);
            Assert.Equal(System.Numerics.BitOperations.Log2((uint)count) + System.Numerics.BitOperations.PopCount((uint)count) - 1, costs.Cost.Rotations);

            var copies = new CostAlgebra(parameters);
            SlotSums.Replicate(copies, copies.Input(2, parameters.DefaultScale), 3, count);
            Assert.Equal(copies.RequiredKeys.Galois, SlotSums.ReplicateKeys(parameters, 2, 3, count));
        }
    }

    /// <summary>Twelve fresh batches of eight added: 20 bits of the worst slot are left.</summary>
    [Fact]
    public void Encrypted_IsTheSum()
    {
        var context = FheTestContext.Project;
        using var keys = context.KeyGenerator.GenerateEvaluationKeys(
            context.SecretKey, new EvaluationKeyRequest(null, SlotSums.InnerSumKeys(context.Parameters, 1, 8, 12)));
        double[] x = context.Values(7);
        using var operand = context.Encrypt(x, 1);
        using var operands = new EncodedOperands(context.Parameters);
        using var algebra = new CiphertextAlgebra(new CkksEvaluator(context.Parameters, keys), operands);
        PrecisionAssert.AtLeast(20, SlotSums.InnerSum(new CleartextAlgebra(), x, 8, 12), context.Decrypt(SlotSums.InnerSum(algebra, operand, 8, 12)));
    }

    [Fact]
    public void WrongCounts_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SlotSums.InnerSum(new CleartextAlgebra(), [1, 2], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SlotSums.Replicate(new CleartextAlgebra(), [1, 2], 0, 1));
    }
}
