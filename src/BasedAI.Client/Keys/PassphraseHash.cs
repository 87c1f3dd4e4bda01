using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace BasedAI.Client;

/// <summary>Cost of the passphrase hash Argon2id (RFC 9106, version 0x13); written in the file, so that it can rise later.</summary>
/// <param name="MemoryKibibytes">Memory, 8 MiB … 1 GiB in KiB.</param>
/// <param name="Iterations">Passes, 1 … 16.</param>
/// <param name="Parallelism">Lanes, 1 … 8.</param>
internal readonly record struct PassphraseHash(int MemoryKibibytes, int Iterations, int Parallelism)
{
    public const int KeySizeInBytes = 32;
    public const int SaltSizeInBytes = 16;

    /// <summary>64 MiB, 3 passes, 1 lane: RFC 9106's second recommended option with one lane.</summary>
    public static PassphraseHash Default => new(64 * 1024, 3, 1);

    /// <summary>Whether the cost is one this client is willing to pay for a file it was handed.</summary>
    public bool IsInRange => MemoryKibibytes is >= 8 * 1024 and <= 1024 * 1024 && Iterations is >= 1 and <= 16 && Parallelism is >= 1 and <= 8;

    /// <summary>Derives a 256-bit key; the caller wipes it.</summary>
    public byte[] Derive(ReadOnlySpan<char> passphrase, byte[] salt)
    {
        var password = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(passphrase), pinned: true);
        try
        {
            Encoding.UTF8.GetBytes(passphrase, password);
            using var argon = new Argon2id(password) { Salt = salt, MemorySize = MemoryKibibytes, Iterations = Iterations, DegreeOfParallelism = Parallelism };
            return argon.GetBytes(KeySizeInBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }
}
