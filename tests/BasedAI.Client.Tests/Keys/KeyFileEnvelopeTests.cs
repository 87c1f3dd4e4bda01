using System.Security.Cryptography;
using CsCheck;

namespace BasedAI.Client.Tests.Keys;

public sealed class KeyFileEnvelopeTests
{
    private static readonly PassphraseHash Cheap = new(8 * 1024, 1, 1);
    private static readonly byte[] Content = [.. Enumerable.Range(0, 500).Select(i => (byte)i)];
    private static readonly byte[] Sealed = KeyFileEnvelope.Seal(Content, "correct horse", Cheap);

    [Fact]
    public void What_is_sealed_opens_with_its_passphrase() => Assert.Equal(Content, KeyFileEnvelope.Open(Sealed, "correct horse").Content);

    [Fact]
    public void Two_seals_of_the_same_share_neither_salt_nor_nonce_nor_body()
    {
        var other = KeyFileEnvelope.Seal(Content, "correct horse", Cheap);
        Assert.False(Sealed.AsSpan(24, 28).SequenceEqual(other.AsSpan(24, 28)));
        Assert.False(Sealed.AsSpan(56, 64).SequenceEqual(other.AsSpan(56, 64)));
    }

    [Theory]
    [InlineData("correct horsf")]
    [InlineData("Correct horse")]
    [InlineData("")]
    [InlineData("correct horse ")]
    public void Another_passphrase_is_told_from_damage(string passphrase)
        => Assert.Equal(KeyFileError.WrongPassphrase, Assert.Throws<KeyFileException>(() => KeyFileEnvelope.Open(Sealed, passphrase)).Error);

    [Fact]
    public void Any_flipped_bit_is_damage_or_another_kind_of_file()
    {
        Gen.Int[0, (Sealed.Length * 8) - 1].Sample(
            bit =>
            {
                var file = (byte[])Sealed.Clone();
                file[bit / 8] ^= (byte)(1 << (bit % 8));
                var error = Assert.Throws<KeyFileException>(() => KeyFileEnvelope.Open(file, "correct horse")).Error;
                Assert.Equal(bit / 8 < 8 ? KeyFileError.NotAKeyFile : KeyFileError.Damaged, error);
            },
            iter: 300);
    }

    [Fact]
    public void Any_shorter_file_is_refused()
    {
        for (var length = 0; length < Sealed.Length; length += 7)
        {
            var error = Assert.Throws<KeyFileException>(() => KeyFileEnvelope.Open(Sealed.AsSpan(0, length), "correct horse")).Error;
            Assert.Equal(length < 8 ? KeyFileError.NotAKeyFile : KeyFileError.Damaged, error);
        }
    }

    /// <summary>Whoever alters the header and repairs the digest still fails: a cost out of range before any hashing, the rest at the tag.</summary>
    [Theory]
    [InlineData(12, 0x7f, KeyFileError.Damaged)]            // memory: 1 GiB and more
    [InlineData(19, 0x7f, KeyFileError.Damaged)]            // iterations
    [InlineData(23, 0x7f, KeyFileError.Damaged)]            // lanes
    [InlineData(55, 0x7f, KeyFileError.Damaged)]            // length
    [InlineData(8, 0x02, KeyFileError.UnsupportedVersion)]
    [InlineData(8, 0x03, KeyFileError.WrongPassphrase)]     // version 1
    [InlineData(24, 0xff, KeyFileError.WrongPassphrase)]    // salt
    [InlineData(40, 0xff, KeyFileError.WrongPassphrase)]    // nonce
    [InlineData(60, 0xff, KeyFileError.WrongPassphrase)]    // body
    public void An_altered_file_with_a_repaired_digest_does_not_open(int offset, int value, object error)
    {
        var file = (byte[])Sealed.Clone();
        file[offset == 12 ? 15 : offset] ^= (byte)value;
        SHA256.HashData(file.AsSpan(0, file.Length - 32), file.AsSpan(file.Length - 32));
        Assert.Equal((KeyFileError)error, Assert.Throws<KeyFileException>(() => KeyFileEnvelope.Open(file, "correct horse")).Error);
    }
}
