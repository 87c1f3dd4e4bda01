using System.Buffers.Binary;

namespace BasedAI.Fhe.Seal.Tests;

public class RoundTripTests
{
    private static readonly SealContext Context = SealTestContext.CreateToy(256, 40, 35, 50);
    private static readonly IReadOnlyList<SealObject> Kinds = SealObject.All(Context);

    private static readonly SealFormatError[] Incomplete =
        [SealFormatError.SizeMismatch, SealFormatError.Truncated, SealFormatError.CorruptCompression, SealFormatError.TooLarge];

    public static TheoryData<string> Names => [.. Kinds.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_WhatWasWritten_IsTheSameInEveryCompression(string name)
    {
        var kind = Kinds.Single(k => k.Name == name);
        byte[] plain = kind.Make(SealCompression.None);
        Assert.Equal((ulong)plain.Length, BinaryPrimitives.ReadUInt64LittleEndian(plain.AsSpan(8)));
        foreach (var compression in Enum.GetValues<SealCompression>())
        {
            byte[] stored = kind.Make(compression);
            Assert.Equal((byte)compression, stored[5]);
            Assert.Equal(plain, kind.Rewrite(stored, SealCompression.None));
            Assert.Equal(stored, kind.Rewrite(plain, compression));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_FromAStream_StopsBehindTheObject(string name)
    {
        var kind = Kinds.Single(k => k.Name == name);
        byte[] plain = kind.Make(SealCompression.None);
        foreach (var compression in Enum.GetValues<SealCompression>())
        {
            byte[] twice = [.. kind.Make(compression), .. plain];
            using var seekable = new MemoryStream(twice);
            Assert.Equal(plain, kind.RewriteStream(seekable));
            Assert.Equal(plain, kind.RewriteStream(seekable));
            Assert.Equal(seekable.Length, seekable.Position);

            using var forward = new ForwardStream(twice);
            Assert.Equal(plain, kind.RewriteStream(forward));
            Assert.Equal(plain, kind.RewriteStream(forward));
            Assert.Equal(0, forward.Remaining);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_CutAnywhere_IsRefused(string name)
    {
        var kind = Kinds.Single(k => k.Name == name);
        foreach (var compression in Enum.GetValues<SealCompression>())
        {
            byte[] stored = kind.Make(compression);
            for (int length = 0; length < stored.Length; length += 1 + (length / 9))
            {
                byte[] cut = stored[..length];
                Assert.Equal(SealFormatError.Truncated, kind.Refusal(cut));
                Assert.Equal(SealFormatError.Truncated, RefusalOf(() => kind.RewriteStream(new MemoryStream(cut))));
                Assert.Equal(SealFormatError.Truncated, RefusalOf(() => kind.RewriteStream(new ForwardStream(cut))));
                if (length < SealHeader.SizeInBytes) continue;

                BinaryPrimitives.WriteUInt64LittleEndian(cut.AsSpan(8), (ulong)length);      // a shorter object, not a cut one
                Assert.Contains(kind.Refusal(cut), Incomplete);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_WithAByteTooMany_IsRefused(string name)
    {
        var kind = Kinds.Single(k => k.Name == name);
        byte[] longer = [.. kind.Make(SealCompression.None), 0];
        Assert.Equal(SealFormatError.TrailingBytes, kind.Refusal(longer));
        foreach (var compression in Enum.GetValues<SealCompression>())
        {
            longer = [.. kind.Make(compression), 0];
            BinaryPrimitives.WriteUInt64LittleEndian(longer.AsSpan(8), (ulong)longer.Length);
            Assert.Contains(kind.Refusal(longer), Incomplete);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_WithAWrongHeader_IsRefused(string name)
    {
        var kind = Kinds.Single(k => k.Name == name);
        byte[] bytes = kind.Make(SealCompression.None);
        Assert.Equal(SealFormatError.BadHeader, kind.Refusal(With(bytes, 0, 0)));
        Assert.Equal(SealFormatError.BadHeader, kind.Refusal(With(bytes, 2, 17)));
        Assert.Equal(SealFormatError.BadHeader, kind.Refusal(With(bytes, 6, 1)));
        Assert.Equal(SealFormatError.UnsupportedVersion, kind.Refusal(With(bytes, 3, 3)));
        Assert.Equal(SealFormatError.UnsupportedVersion, kind.Refusal(With(bytes, 3, 5)));
        Assert.Equal(SealFormatError.UnsupportedCompression, kind.Refusal(With(bytes, 5, 3)));
        Assert.Equal(SealFormatError.SizeMismatch, kind.Refusal(With(bytes, 8, [15, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Equal(SealFormatError.Truncated, kind.Refusal(With(bytes, 15, 0x80)));
        Assert.Equal(bytes, kind.Rewrite(With(bytes, 4, 9), SealCompression.None));          // any minor version
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Compressed_ThatIsNot_IsRefused(string name)
    {
        var kind = Kinds.Single(k => k.Name == name);
        byte[] bytes = kind.Make(SealCompression.None);
        foreach (byte compression in (byte[])[1, 2])
        {
            var reason = kind.Refusal(With(bytes, 5, compression));
            Assert.Contains(reason, (SealFormatError[])[SealFormatError.CorruptCompression, SealFormatError.Truncated]);
        }
    }

    [Fact]
    public void ToString_TellsNoContent()
    {
        using var ciphertext = SealTestContext.Small.Encrypt([1, 2]);
        Assert.Equal("SEAL ciphertext of 2, level 1, scale 2^30.0000", ciphertext.ToString());
        Assert.True(ciphertext.IsSeeded);
        using var expanded = ciphertext.Expand();
        Assert.False(expanded.IsSeeded);
        Assert.Equal(ciphertext.Level, expanded.Level);
    }

    [Fact]
    public void Disposed_Objects_ThrowThat()
    {
        var ciphertext = SealTestContext.Small.Encrypt([1]);
        ciphertext.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ciphertext.ToBytes());
        var secret = new SealKeyGenerator(Context).GenerateSecretKey();
        secret.Dispose();
        Assert.Throws<ObjectDisposedException>(() => secret.ToBytes());
        var keys = SealRelinKeys.Read(Context, Kinds.Single(k => k.Name == "RelinKeys").Make(SealCompression.None));
        keys.Dispose();
        Assert.Throws<ObjectDisposedException>(() => keys.ToBytes());
    }

    internal static byte[] With(byte[] bytes, int at, params byte[] replacement)
    {
        byte[] copy = [.. bytes];
        replacement.CopyTo(copy, at);
        return copy;
    }

    private static SealFormatError RefusalOf(Func<byte[]> read) => Assert.Throws<SealFormatException>(read).Reason;
}
