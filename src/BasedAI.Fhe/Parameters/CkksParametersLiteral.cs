using System.Collections.Immutable;

namespace BasedAI.Fhe;

/// <summary>
/// What a caller wishes for: sizes in bits. <see cref="CkksParameters.Create"/> turns it into facts (primes, digest) or says what is wrong.
/// The same literal gives the same primes and the same <see cref="ParametersId"/> on every machine.
/// </summary>
public sealed record CkksParametersLiteral
{
    /// <summary>log2 of the ring degree N, 12 … 16. A ciphertext carries N/2 slots.</summary>
    public required int LogN { get; init; }

    /// <summary>Bits of each ciphertext prime, 31 … 50, q0 first. One multiplication uses up one prime.</summary>
    public required ImmutableArray<int> LogQ { get; init; }

    /// <summary>Bits of each special prime, 31 … 50. Their number is alpha, the count of ciphertext primes in a key-switching digit.</summary>
    public required ImmutableArray<int> LogP { get; init; }

    /// <summary>
    /// The ciphertext primes themselves, q0 first, for a set that another library chose; empty (the default) lets the sizes choose.
    /// Give <see cref="ModuliP"/> with it. Each prime has the size <see cref="LogQ"/> states at its place.
    /// </summary>
    /// <remarks>A literal with the primes its sizes would have chosen gives equal parameters. Plans and key files carry sizes only.</remarks>
    public ImmutableArray<ulong> ModuliQ { get; init; } = [];

    /// <summary>The special primes themselves; empty unless <see cref="ModuliQ"/> is given.</summary>
    public ImmutableArray<ulong> ModuliP { get; init; } = [];

    /// <summary>log2 of the default scale; usually the size of the primes after the first.</summary>
    public required int LogDefaultScale { get; init; }

    /// <summary>Distribution of the secret; uniform ternary unless said otherwise.</summary>
    public SecretDistribution Secret { get; init; } = SecretDistribution.UniformTernary;

    /// <summary>Security that must hold; 128 bits classical unless said otherwise.</summary>
    public SecurityLevel RequiredSecurity { get; init; } = SecurityLevel.Classical128;

    internal bool HasExplicitModuli => !ModuliQ.IsDefaultOrEmpty || !ModuliP.IsDefaultOrEmpty;

    /// <summary>A literal of explicit primes, its sizes filled in.</summary>
    /// <param name="logN">log2 of the ring degree.</param>
    /// <param name="moduliQ">The ciphertext primes, q0 first.</param>
    /// <param name="moduliP">The special primes.</param>
    /// <param name="logDefaultScale">log2 of the default scale.</param>
    public static CkksParametersLiteral FromModuli(
        int logN, ImmutableArray<ulong> moduliQ, ImmutableArray<ulong> moduliP, int logDefaultScale) => new()
        {
            LogN = logN,
            LogQ = [.. Values(moduliQ).ToArray().Select(BitLength)],
            LogP = [.. Values(moduliP).ToArray().Select(BitLength)],
            ModuliQ = moduliQ,
            ModuliP = moduliP,
            LogDefaultScale = logDefaultScale,
        };

    /// <summary>Equal when every wish is equal; prime sizes and primes are compared element by element.</summary>
    public bool Equals(CkksParametersLiteral? other) =>
        other is not null
        && LogN == other.LogN
        && LogDefaultScale == other.LogDefaultScale
        && Secret == other.Secret
        && RequiredSecurity == other.RequiredSecurity
        && Values(LogQ).SequenceEqual(Values(other.LogQ))
        && Values(LogP).SequenceEqual(Values(other.LogP))
        && Values(ModuliQ).SequenceEqual(Values(other.ModuliQ))
        && Values(ModuliP).SequenceEqual(Values(other.ModuliP));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(LogN);
        hash.Add(LogDefaultScale);
        hash.Add(Secret);
        hash.Add(RequiredSecurity);
        foreach (int bits in Values(LogQ)) hash.Add(bits);
        foreach (int bits in Values(LogP)) hash.Add(-bits);
        foreach (ulong modulus in Values(ModuliQ)) hash.Add(modulus);
        foreach (ulong modulus in Values(ModuliP)) hash.Add(~modulus);
        return hash.ToHashCode();
    }

    internal static int BitLength(ulong modulus) => 64 - System.Numerics.BitOperations.LeadingZeroCount(modulus);

    private static ReadOnlySpan<T> Values<T>(ImmutableArray<T> values) => values.IsDefault ? [] : values.AsSpan();
}
