using System.Security.Cryptography;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Where secret randomness comes from: the operating system, each stream freshly keyed. A fixed root exists for this project's own tests,
/// which pin digests; it is internal so that no application can reach it.
/// </summary>
internal sealed class EntropySource
{
    public const int SeedSizeInBytes = 32;

    private readonly byte[]? _fixedRoot;
    private ulong _counter;

    private EntropySource(byte[]? fixedRoot) => _fixedRoot = fixedRoot;

    public static EntropySource System { get; } = new(null);

    public static EntropySource FixedForTests(byte root) => new([.. Enumerable.Repeat(root, SeedSizeInBytes)]);

    /// <summary>A new independent stream.</summary>
    public SeededPrng CreateStream() =>
        _fixedRoot is null ? SeededPrng.FromSystem() : new SeededPrng(_fixedRoot, Interlocked.Increment(ref _counter));

    /// <summary>A new seed, to be published as the short form of a uniform polynomial.</summary>
    public byte[] CreatePublicSeed()
    {
        byte[] seed = new byte[SeedSizeInBytes];
        if (_fixedRoot is null)
        {
            RandomNumberGenerator.Fill(seed);
            return seed;
        }

        using var stream = CreateStream();
        stream.Fill(seed);
        return seed;
    }
}
