using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BasedAI.Client;

/// <summary>
/// The encrypted wrapping of a key file, little endian: magic "BAIKEYS1" (8 bytes), version (4), Argon2id memory in KiB (4), passes (4), lanes (4),
/// salt (16), nonce (12), length of the ciphertext (4); the AES-256-GCM ciphertext, its tag (16); SHA-256 of everything before it (32).
/// The whole header is authenticated. The digest tells a damaged file from a wrong passphrase before any hashing is paid for; it is no secret
/// and no protection: whoever alters the file and its digest still fails at the tag.
/// </summary>
internal static class KeyFileEnvelope
{
    /// <summary>Longest content, in bytes.</summary>
    public const int MaxContentBytes = 1 << 30;

    private const int Version = 2;
    private const int SaltOffset = 24;
    private const int NonceOffset = SaltOffset + PassphraseHash.SaltSizeInBytes;
    private const int NonceSize = 12;
    private const int LengthOffset = NonceOffset + NonceSize;
    private const int HeaderSize = LengthOffset + 4;
    private const int TagSize = 16;
    private const int DigestSize = SHA256.HashSizeInBytes;

    /// <summary>Longest file, in bytes.</summary>
    public const int MaxFileBytes = HeaderSize + MaxContentBytes + TagSize + DigestSize;

    private static ReadOnlySpan<byte> Magic => "BAIKEYS1"u8;

    public static byte[] Seal(ReadOnlySpan<byte> content, ReadOnlySpan<char> passphrase, PassphraseHash cost)
    {
        var file = new byte[HeaderSize + content.Length + TagSize + DigestSize];
        var header = file.AsSpan(0, HeaderSize);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], cost.MemoryKibibytes);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], cost.Iterations);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], cost.Parallelism);
        RandomNumberGenerator.Fill(header[SaltOffset..LengthOffset]);                  // salt and nonce
        BinaryPrimitives.WriteInt32LittleEndian(header[LengthOffset..], content.Length);
        var key = cost.Derive(passphrase, header[SaltOffset..NonceOffset].ToArray());
        try
        {
            using var aes = new AesGcm(key, TagSize);
            var body = file.AsSpan(HeaderSize, content.Length);
            aes.Encrypt(header[NonceOffset..LengthOffset], content, body, file.AsSpan(HeaderSize + content.Length, TagSize), header);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        SHA256.HashData(file.AsSpan(0, file.Length - DigestSize), file.AsSpan(file.Length - DigestSize));
        return file;
    }

    /// <summary>Opens a file; the caller wipes the content. The version, 1 or 2, is that of the content.</summary>
    /// <exception cref="KeyFileException">Not a key file, another version, damaged, or the passphrase is wrong.</exception>
    public static (int Version, byte[] Content) Open(ReadOnlySpan<byte> file, ReadOnlySpan<char> passphrase)
    {
        if (file.Length < 8 || !file[..8].SequenceEqual(Magic))
            throw new KeyFileException(KeyFileError.NotAKeyFile, "This is not a key file: it does not begin with BAIKEYS1. Give the file that 'keys new' wrote.");
        if (file.Length < HeaderSize + TagSize + DigestSize)
            throw Damaged("it ends in its header");
        var version = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        Span<byte> digest = stackalloc byte[DigestSize];
        SHA256.HashData(file[..^DigestSize], digest);
        if (!digest.SequenceEqual(file[^DigestSize..]))
            throw Damaged("its SHA-256 does not fit");
        if (version is < 1 or > Version)
            throw new KeyFileException(KeyFileError.UnsupportedVersion, $"The key file has version {version}; this client reads versions 1 to {Version}. Update the client.");
        var cost = new PassphraseHash(
            BinaryPrimitives.ReadInt32LittleEndian(file[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(file[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(file[20..]));
        var length = BinaryPrimitives.ReadInt32LittleEndian(file[LengthOffset..]);
        if (!cost.IsInRange || length != file.Length - HeaderSize - TagSize - DigestSize)
            throw Damaged("its header is out of range");
        if (passphrase.IsEmpty) throw new KeyFileException(KeyFileError.WrongPassphrase, "The passphrase is empty; no key file is written with an empty one.");
        return (version, Decrypt(file, passphrase, cost, length));
    }

    private static byte[] Decrypt(ReadOnlySpan<byte> file, ReadOnlySpan<char> passphrase, PassphraseHash cost, int length)
    {
        var header = file[..HeaderSize];
        var content = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        var key = cost.Derive(passphrase, header[SaltOffset..NonceOffset].ToArray());
        try
        {
            using var aes = new AesGcm(key, TagSize);
            aes.Decrypt(header[NonceOffset..LengthOffset], file.Slice(HeaderSize, length), file.Slice(HeaderSize + length, TagSize), content, header);
            return content;
        }
        catch (AuthenticationTagMismatchException exception)
        {
            CryptographicOperations.ZeroMemory(content);
            throw new KeyFileException(
                KeyFileError.WrongPassphrase, "The passphrase does not open the key file. (If you are sure of it, the file was altered: take a copy.)", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static KeyFileException Damaged(string how)
        => new(KeyFileError.Damaged, $"The key file is damaged: {how}. Restore a copy, or make new keys; no passphrase opens it.");
}
