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

    /// <summary>log2 of the default scale; usually the size of the primes after the first.</summary>
    public required int LogDefaultScale { get; init; }

    /// <summary>Distribution of the secret; uniform ternary unless said otherwise.</summary>
    public SecretDistribution Secret { get; init; } = SecretDistribution.UniformTernary;

    /// <summary>Security that must hold; 128 bits classical unless said otherwise.</summary>
    public SecurityLevel RequiredSecurity { get; init; } = SecurityLevel.Classical128;

    /// <summary>Equal when every wish is equal; prime sizes are compared element by element.</summary>
    public bool Equals(CkksParametersLiteral? other) =>
        other is not null
        && LogN == other.LogN
        && LogDefaultScale == other.LogDefaultScale
        && Secret == other.Secret
        && RequiredSecurity == other.RequiredSecurity
        && Sizes(LogQ).SequenceEqual(Sizes(other.LogQ))
        && Sizes(LogP).SequenceEqual(Sizes(other.LogP));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(LogN);
        hash.Add(LogDefaultScale);
        hash.Add(Secret);
        hash.Add(RequiredSecurity);
        foreach (int bits in Sizes(LogQ)) hash.Add(bits);
        foreach (int bits in Sizes(LogP)) hash.Add(-bits);
        return hash.ToHashCode();
    }

    private static ReadOnlySpan<int> Sizes(ImmutableArray<int> sizes) => sizes.IsDefault ? [] : sizes.AsSpan();
}
