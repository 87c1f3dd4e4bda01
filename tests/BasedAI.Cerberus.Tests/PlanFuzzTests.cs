using BasedAI.Fhe;
using CsCheck;

namespace BasedAI.Cerberus.Tests;

/// <summary>Damaged plans are either refused with <see cref="PlanFormatException"/> or are plans in their own right; nothing else happens.</summary>
public sealed class PlanFuzzTests
{
    private static readonly byte[] Bytes = SmallPlan.Create().ToBytes();

    [Fact]
    public void Truncations_AreRefused()
    {
        int[] lengths = [.. Enumerable.Range(0, 400), .. Enumerable.Range(Bytes.Length - 400, 400)];
        Assert.All(lengths, length => Assert.Throws<PlanFormatException>(() => ExecutionPlan.Read(Bytes.AsMemory(0, length))));
        Gen.Int[0, Bytes.Length - 1].Sample(
            length => Assert.Throws<PlanFormatException>(() => ExecutionPlan.Read(Bytes.AsMemory(0, length))), iter: 300);
    }

    [Fact]
    public void Flips_InTheHeadAndTail_AreRefusedOrValid() =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 250], Gen.Int[Bytes.Length - 400, Bytes.Length - 1]), Gen.Byte[1, 255], Gen.Int[1, 3])
            .Sample((offset, mask, width) => RefusedOrValid(Flip(offset, mask, width)), iter: 3000);

    [Fact]
    public void Flips_Anywhere_AreRefusedOrValid() =>
        Gen.Select(Gen.Int[0, Bytes.Length - 1], Gen.Byte[1, 255], Gen.Int[1, 8])
            .Sample((offset, mask, width) => RefusedOrValid(Flip(offset, mask, width)), iter: 1000);

    [Fact]
    public void Noise_BehindAGoodBeginning_IsRefused() =>
        Gen.Select(Gen.Int[8, 400], Gen.Byte.Array[0, 2000]).Sample(
            (kept, noise) => Assert.Throws<PlanFormatException>(() => ExecutionPlan.Read((byte[])[.. Bytes.AsSpan(0, kept), .. noise])), iter: 2000);

    /// <summary>A plan that names thirty primes of 2^16 and then ends: half a megabyte of tables for each would come of a hundred bytes.</summary>
    [Fact]
    public void Parameters_OfAPlanThatIsOnlyRead_MakeNoTables()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(PlanWriter.Magic);
        writer.Write(ExecutionPlan.CurrentFormatVersion);
        writer.Write(16);
        writer.Write(30);
        for (int i = 0; i < 30; i++) writer.Write(34);
        writer.Write(1);
        foreach (int value in (int[])[37, 30, (int)SecretDistribution.UniformTernary, (int)SecurityLevel.Classical128]) writer.Write(value);
        byte[] bytes = stream.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<PlanFormatException>(() => ExecutionPlan.Read(bytes));
        Assert.NotEqual(PlanFormatError.InvalidParameters, refusal.Error);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512 << 10);
    }

    private static byte[] Flip(int offset, byte mask, int width)
    {
        byte[] damaged = [.. Bytes];
        for (int i = offset; i < Math.Min(offset + width, damaged.Length); i++)
        {
            damaged[i] ^= mask;
        }
        return damaged;
    }

    private static void RefusedOrValid(byte[] bytes)
    {
        try
        {
            ExecutionPlan plan = ExecutionPlan.Read(bytes);
            Assert.Equal(bytes, plan.ToBytes());                                 // accepted: then it is canonical and replays
        }
        catch (PlanFormatException)
        {
            // refused, as it should be
        }
    }
}
