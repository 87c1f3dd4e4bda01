using System.Collections.Immutable;

namespace BasedAI.Fhe.Measurement;

/// <summary>The parameter sets operations are measured at. Data primes are those the field measures with; digits and special primes are <see cref="SpecialPrimes"/>' choice.</summary>
public sealed record CkksSet(char Name, CkksParametersLiteral Literal)
{
    /// <summary>a: N = 2^13, b: N = 2^14, c and d: N = 2^15; all at 128 bits of security.</summary>
    public static ImmutableArray<string> Names { get; } = ["a", "b", "c", "d"];

    /// <summary>The set of a name.</summary>
    /// <exception cref="ArgumentException">No such set.</exception>
    public static CkksSet Get(string name) => name switch
    {
        "a" => Create('a', 13, [50, 40, 40]),
        "b" => Create('b', 14, [50, .. Enumerable.Repeat(40, 6)]),
        "c" => Create('c', 15, [50, .. Enumerable.Repeat(40, 14)]),
        "d" => Create('d', 15, [.. Enumerable.Repeat(50, 15)]),
        _ => throw new ArgumentException($"There is no set '{name}'; known: {string.Join(", ", Names)}.", nameof(name)),
    };

    private static CkksSet Create(char name, int logN, ImmutableArray<int> logQ) =>
        new(name, SpecialPrimes.Choose(new CkksParametersLiteral { LogN = logN, LogQ = logQ, LogP = [], LogDefaultScale = 40 }));
}
