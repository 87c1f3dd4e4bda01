using System.Buffers.Binary;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's parms_id: BLAKE2b-256 over the 64-bit words scheme, N, the primes of the level, plain modulus (0 for CKKS). Every object carries that of its level.
/// </summary>
public readonly record struct SealParmsId
{
    /// <summary>Length of an id in bytes.</summary>
    public const int SizeInBytes = Digest256.SizeInBytes;

    private readonly Digest256 _digest;

    private SealParmsId(ReadOnlySpan<byte> digest) => _digest = new Digest256(digest, "parms_id");

    /// <summary>Reads an id from exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static SealParmsId FromBytes(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>Writes the 32 bytes of the id.</summary>
    public void CopyTo(Span<byte> destination) => _digest.CopyTo(destination);

    /// <summary>Lower-case hexadecimal of the bytes, 64 characters.</summary>
    public override string ToString() => _digest.ToString();

    internal static SealParmsId Compute(int n, ReadOnlySpan<ulong> primes)
    {
        byte[] words = new byte[8 * (primes.Length + 3)];
        BinaryPrimitives.WriteUInt64LittleEndian(words, SealEncryptionParameters.CkksScheme);
        BinaryPrimitives.WriteUInt64LittleEndian(words.AsSpan(8), (ulong)n);
        for (int i = 0; i < primes.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(words.AsSpan(8 * (i + 2)), primes[i]);
        Span<byte> digest = stackalloc byte[SizeInBytes];
        Blake2b.Hash256(words, digest);
        return new SealParmsId(digest);
    }
}
