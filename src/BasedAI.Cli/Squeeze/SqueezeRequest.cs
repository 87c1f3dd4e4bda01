namespace BasedAI.Cli;

/// <summary>What was asked of <c>based squeeze</c>.</summary>
internal sealed record SqueezeRequest
{
    public required string Model { get; init; }

    public bool Explain { get; init; }

    public string? Plan { get; init; }

    public double? UplinkBitsPerSecond { get; init; }

    public string? Output { get; init; }

    public bool Pack { get; init; }

    public string? Dump { get; init; }

    public string? Data { get; init; }

    public int Limit { get; init; } = int.MaxValue;

    public IReadOnlyList<string> Without { get; init; } = [];

    public int Diagonals { get; init; } = 16;

    public int Heads { get; init; } = 1;

    public bool Json { get; init; }
}

/// <summary>What came out.</summary>
internal sealed record SqueezeJson(
    string Model, string Plan, SqueezeRow Exact, IReadOnlyList<SqueezeRow> Passes, IReadOnlyList<PlanOffer> Offers, string? File, string? PlanId, long? PlanBytes);

/// <summary>A plan that could be made.</summary>
internal sealed record PlanOffer(string Name, int KeySwitches, double EvaluateMilliseconds, long UploadBytes, long KeyBytes, double? UploadMilliseconds);
