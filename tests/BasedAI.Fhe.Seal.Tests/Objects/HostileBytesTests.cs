using System.Buffers.Binary;
using System.IO.Compression;
using BasedAI.Fhe.Ring;
using CsCheck;

namespace BasedAI.Fhe.Seal.Tests;

/// <summary>Bytes made to hurt: nothing but a <see cref="SealFormatException"/>, no large allocation, no limb lost.</summary>
public class HostileBytesTests
{
    // A degree of its own: the pool of it is counted.
    private const int N = 512;
    private static readonly SealContext Context = SealTestContext.CreateToy(N, 40, 35, 50);
    private static readonly IReadOnlyList<SealObject> Kinds = SealObject.All(Context);

    [Fact]
    public void Read_ChangedBytes_GivesAnObjectOrAReason()
    {
        long lent = LimbPool.For(N).OutstandingLimbs;
        var changes = Gen.Select(Gen.Int[0, Kinds.Count - 1], Gen.Int[0, 2], Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 100]);
        Dictionary<(int, int), byte[]> originals = [];
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            for (int compression = 0; compression < 3; compression++) originals[(kind, compression)] = Kinds[kind].Make((SealCompression)compression);
        }

        changes.Sample(
            (kind, compression, at, value, place) =>
            {
                byte[] bytes = [.. originals[(kind, compression)]];
                bytes[(place < 60 ? at % Math.Min(bytes.Length, 128) : at % bytes.Length)] = value;
                TryRead(Kinds[kind], bytes);
            },
            iter: 3000,
            threads: 1);
        Assert.Equal(lent, LimbPool.For(N).OutstandingLimbs);
    }

    [Fact]
    public void Read_Noise_IsRefused()
    {
        var random = new Random(1);
        foreach (var kind in Kinds)
        {
            for (int i = 0; i < 100; i++)
            {
                byte[] bytes = new byte[random.Next(300)];
                random.NextBytes(bytes);
                if (bytes.Length >= SealHeader.SizeInBytes) new SealHeader((SealCompression)(i % 3), (ulong)bytes.Length).Write(bytes);
                kind.Refusal(bytes);
            }
        }
    }

    [Theory]
    [InlineData(SealCompression.Zlib)]
    [InlineData(SealCompression.Zstd)]
    public void Read_ABomb_IsRefusedWithoutUnpackingIt(SealCompression compression)
    {
        foreach (var kind in Kinds)
        {
            // The object as it begins, and then zeros without end.
            byte[] start = kind.Make(SealCompression.None);
            byte[] bomb = Pack(compression, start.AsSpan(SealHeader.SizeInBytes), zeros: 64 << 20);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(kind.Refusal(bomb), (SealFormatError[])[SealFormatError.SizeMismatch, SealFormatError.TooLarge]);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        }
    }

    [Fact]
    public void Read_KeysThatCompressTooWell_AreRefused()
    {
        // 200 keys of zeros: each has the right shape, together they are 25 MB that came as a few kB.
        byte[] one = Kinds.Single(kind => kind.Name == "RelinKeys").Make(SealCompression.None);
        byte[] fields = one[16..48], key = one[56..];
        using var content = new MemoryStream();
        content.Write(fields);
        content.Write(BitConverter.GetBytes(200L));
        for (int i = 0; i < 200; i++) content.Write(key);
        byte[] bomb = Pack(SealCompression.Zstd, content.ToArray(), zeros: 0);
        Assert.InRange(bomb.Length, 1, 100_000);
        Assert.Equal(SealFormatError.TooLarge, Kinds.Single(kind => kind.Name == "GaloisKeys").Refusal(bomb));
    }

    /// <summary>A ciphertext or key of zeros has the right shape in a few hundred bytes; a plaintext of zeros is a genuine one.</summary>
    [Theory]
    [InlineData(SealCompression.Zlib)]
    [InlineData(SealCompression.Zstd)]
    public void Read_WhatCompressesTooWell_IsRefused_UnlessItIsAPlaintext(SealCompression compression)
    {
        foreach (string name in (string[])["Ciphertext", "PublicKey", "SecretKey", "Plaintext"])
        {
            var kind = Kinds.Single(one => one.Name == name);
            byte[] plain = kind.Make(SealCompression.None);
            byte[] content = plain[SealHeader.SizeInBytes..];
            content.AsSpan(256).Clear();                                     // words; all fields are before them
            byte[] packed = Pack(compression, content, zeros: 0);
            if (packed.Length * 8 > content.Length) Assert.Fail($"{name}: the sample does not compress");
            if (name == "Plaintext") Assert.Equal(content, kind.Rewrite(packed, SealCompression.None)[SealHeader.SizeInBytes..]);
            else Assert.Equal(SealFormatError.TooLarge, kind.Refusal(packed));
        }
    }

    [Fact]
    public void Read_AFalseSize_AllocatesNothingLarge()
    {
        foreach (var kind in Kinds.Where(kind => kind.Name != "EncryptionParameters"))
        {
            byte[] bytes = kind.Make(SealCompression.None)[..200];
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), 40_000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(SealFormatError.Truncated, kind.Refusal(bytes));
            Assert.Throws<SealFormatException>(() => kind.RewriteStream(new ForwardStream(bytes)));
            Assert.Throws<SealFormatException>(() => kind.RewriteStream(new MemoryStream(bytes)));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        }
    }

    [Fact]
    public void Read_ClaimingMoreThanThereCanBe_IsRefusedBeforeItIsCollected()
    {
        var kind = Kinds.Single(k => k.Name == "Plaintext");
        byte[] bytes = kind.Make(SealCompression.None);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), 1L << 40);
        Assert.Equal(SealFormatError.TooLarge, Assert.Throws<SealFormatException>(() => kind.RewriteStream(new ForwardStream(bytes))).Reason);
    }

    private static byte[] Pack(SealCompression compression, ReadOnlySpan<byte> content, int zeros)
    {
        using var packed = new MemoryStream();
        packed.Write(new byte[SealHeader.SizeInBytes]);
        using (Stream packing = compression == SealCompression.Zlib
            ? new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)
            : new ZstdSharp.CompressionStream(packed, 3, leaveOpen: true))
        {
            packing.Write(content);
            byte[] chunk = new byte[1 << 20];
            for (int i = 0; i < zeros; i += chunk.Length) packing.Write(chunk);
        }

        byte[] bytes = packed.ToArray();
        new SealHeader(compression, (ulong)bytes.Length).Write(bytes);
        return bytes;
    }

    private static void TryRead(SealObject kind, byte[] bytes)
    {
        try
        {
            kind.Rewrite(bytes, SealCompression.None);
        }
        catch (SealFormatException)
        {
            // The only way to say no.
        }
    }
}
