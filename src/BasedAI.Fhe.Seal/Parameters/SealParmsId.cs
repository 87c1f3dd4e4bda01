using System.Buffers.Binary;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's parms_id: BLAKE2b-256 over the 64-bit words scheme, N, the primes of the level, plain modulus (0 for CKKS). Every object carries that of its level.
/// </summary>
public readonly record struct SealParmsId
{
    /// <summary>Length of an id in bytes.</summary>
    public const int SizeInBytes = 32;

    private readonly ulong _a, _b, _c, _d;

    private SealParmsId(ReadOnlySpan<byte> digest)
    {
        _a = BinaryPrimitives.ReadUInt64LittleEndian(digest);
        _b = BinaryPrimitives.ReadUInt64LittleEndian(digest[8..]);
        _c = BinaryPrimitives.ReadUInt64LittleEndian(digest[16..]);
        _d = BinaryPrimitives.ReadUInt64LittleEndian(digest[24..]);
    }

    /// <summary>Reads an id from exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static SealParmsId FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == SizeInBytes
        ? new SealParmsId(bytes)
        : throw new ArgumentException($"A parms_id has {SizeInBytes} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Writes the 32 bytes of the id.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, _a);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], _d);
    }

    /// <summary>Lower-case hexadecimal of the bytes, 64 characters.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SizeInBytes];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

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
