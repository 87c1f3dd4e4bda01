using System.Security.Cryptography;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// A public seed: 64 bytes and the generator that expands them. Stands on the wire for the uniform half of a fresh symmetric ciphertext or key.
/// </summary>
public sealed class SealSeed
{
    /// <summary>Bytes of a seed.</summary>
    public const int SizeInBytes = 64;

    private readonly byte[] _bytes;

    /// <summary>Takes a copy of a seed.</summary>
    /// <exception cref="ArgumentException">Not 64 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such generator.</exception>
    public SealSeed(SealGenerator generator, ReadOnlySpan<byte> bytes)
    {
        if (generator is not (SealGenerator.Blake2xb or SealGenerator.Shake256))
            throw new ArgumentOutOfRangeException(nameof(generator), generator, "SEAL knows Blake2xb and Shake256.");
        if (bytes.Length != SizeInBytes) throw new ArgumentException($"A seed has {SizeInBytes} bytes, not {bytes.Length}.", nameof(bytes));
        Generator = generator;
        _bytes = bytes.ToArray();
    }

    /// <summary>What expands it.</summary>
    public SealGenerator Generator { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A fresh seed from the operating system.</summary>
    public static SealSeed CreateRandom(SealGenerator generator)
    {
        Span<byte> bytes = stackalloc byte[SizeInBytes];
        RandomNumberGenerator.Fill(bytes);
        return new SealSeed(generator, bytes);
    }

    /// <summary>The generator; the bytes are public but nobody reads them.</summary>
    public override string ToString() => $"seed of {Generator}";
}
