using System.Globalization;

namespace BasedAI.Vectors;

/// <summary>One operation of a list such as <c>multiply,relinearize,rescale,rotate:1</c>.</summary>
/// <param name="Name">What to do.</param>
/// <param name="Steps">Of a rotation; 0 otherwise.</param>
internal readonly record struct SealOperation(string Name, int Steps = 0)
{
    private static readonly Dictionary<string, string?> RequiredOptions = new(StringComparer.Ordinal)
    {
        ["add"] = "--in2",
        ["subtract"] = "--in2",
        ["multiply"] = "--in2",
        ["square"] = null,
        ["negate"] = null,
        ["relinearize"] = "--relin",
        ["rescale"] = null,
        ["droplevel"] = null,
        ["rotate"] = "--galois",
        ["conjugate"] = "--galois",
    };

    /// <summary>The option whose file the operation needs, or null.</summary>
    public string? RequiredOption => RequiredOptions[Name];

    /// <summary>Parses a list separated by commas.</summary>
    /// <exception cref="ArgumentException">Not such a list.</exception>
    public static IReadOnlyList<SealOperation> ParseAll(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Parse)];

    /// <summary>As it is written in a list.</summary>
    public override string ToString() => Name == "rotate" ? $"rotate:{Steps}" : Name;

    private static SealOperation Parse(string text)
    {
        string[] parts = text.Split(':');
        if (!RequiredOptions.ContainsKey(parts[0]))
            throw new ArgumentException($"Unknown operation '{text}'; known are {string.Join(", ", RequiredOptions.Keys)} (rotate:STEPS).");
        if (parts[0] != "rotate")
            return parts.Length == 1 ? new SealOperation(parts[0]) : throw new ArgumentException($"The operation {parts[0]} takes no number: '{text}'.");
        return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int steps)
            ? new SealOperation("rotate", steps)
            : throw new ArgumentException($"A rotation is written rotate:STEPS, with a negative number to the right, not '{text}'.");
    }
}
