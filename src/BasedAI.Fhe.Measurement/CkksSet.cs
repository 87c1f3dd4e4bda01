using System.Collections.Immutable;

namespace BasedAI.Fhe.Measurement;

/// <summary>The parameter sets operations are measured at. Data primes are those the field measures with; digits and special primes are <see cref="SpecialPrimes"/>' choice.</summary>
public sealed record CkksSet(char Name, CkksParametersLiteral Literal)
{
    /// <summary>a: N = 2^13, b: N = 2^14, c and d: N = 2^15; all at 128 bits of security.</summary>
    public static ImmutableArray<CkksSet> All { get; } =
    [
        Create('a', 13, [50, 40, 40]),
        Create('b', 14, [50, .. Enumerable.Repeat(40, 6)]),
        Create('c', 15, [50, .. Enumerable.Repeat(40, 14)]),
        Create('d', 15, [.. Enumerable.Repeat(50, 15)]),
    ];

    private static CkksSet Create(char name, int logN, ImmutableArray<int> logQ) =>
        new(name, SpecialPrimes.Choose(new CkksParametersLiteral { LogN = logN, LogQ = logQ, LogP = [], LogDefaultScale = 40 }));
}
