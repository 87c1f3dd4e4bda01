using System.Buffers.Binary;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe.Tests;

/// <summary>
/// Thousands of damaged inputs of each kind: a reader throws <see cref="CiphertextFormatException"/> or, when the damage keeps the checksum
/// right on purpose, may succeed; it never throws anything else and never allocates more than a genuine object needs.
/// </summary>
[Collection(PoolCollection.Name)]
public class FuzzTests
{
    private const int Rounds = 3000;
    private const long AllocationBound = 4L << 20;

    public static TheoryData<string> Kinds => [.. WireSamples.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DamagedBytes_GiveFormatErrorsOnly(string kind)
    {
        byte[] genuine = WireSamples.Write(kind);
        long before = LimbPool.For(WireSamples.Context.Parameters.N).OutstandingLimbs, accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var random = new Random(round);
            byte[] bytes = Damage(genuine, random, out bool isRepaired);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                WireSamples.Read(kind, bytes);
                accepted++;
                Assert.True(isRepaired || bytes.AsSpan().StartsWith(genuine), $"round {round}: damage was not noticed");
            }
            catch (CiphertextFormatException)
            {
                // What a reader may do.
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Assert.True(allocated < AllocationBound, $"round {round}: {allocated} bytes allocated");
        }

        Assert.True(accepted < Rounds / 2, $"{accepted} of {Rounds} damaged inputs were accepted");
        Assert.Equal(before, LimbPool.For(WireSamples.Context.Parameters.N).OutstandingLimbs);
    }

    private static byte[] Damage(byte[] genuine, Random random, out bool isRepaired)
    {
        isRepaired = false;
        byte[] bytes = [.. genuine];
        switch (random.Next(6))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                FlipBits(bytes, bytes.Length, random);
                return bytes;
            case 2:
                FlipBits(bytes, Math.Min(bytes.Length, 96), random);
                return bytes;
            case 3:
                random.NextBytes(bytes.AsSpan(random.Next(64), 1 + random.Next(16)));
                bytes[0] ^= 0x80;
                return bytes;
            case 4:
                FlipBits(bytes, Math.Min(bytes.Length - 4, 96), random);
                Repair(bytes);
                isRepaired = true;
                return bytes;
            default:
                random.NextBytes(bytes.AsSpan(48 + random.Next(24), 8));
                Repair(bytes);
                isRepaired = true;
                return bytes;
        }
    }

    private static void FlipBits(byte[] bytes, int within, Random random)
    {
        int flips = 1 + random.Next(4);
        var seen = new HashSet<int>();
        while (seen.Count < flips)
        {
            int bit = random.Next(within * 8);
            if (seen.Add(bit)) bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    /// <summary>Makes the checksum of the first frame right again, where its length says it is.</summary>
    private static void Repair(byte[] bytes)
    {
        long end = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(40)) + WireFormat.HeaderSize;
        if (end < WireFormat.HeaderSize || end > bytes.Length - WireFormat.ChecksumSize) return;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)end), ~WireFormat.UpdateChecksum(uint.MaxValue, bytes.AsSpan(0, (int)end)));
    }
}
