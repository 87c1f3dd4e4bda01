namespace BasedAI.Fuzz;

/// <summary>What is wrong with a decoder, if anything.</summary>
internal enum FindingKind
{
    None = 0,
    UnexpectedException,
    TooMuchMemory,
    TooSlow,
    Leak,
}

/// <summary>What came of one input.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Outcome">In a word: the reason of the refusal, or the shape of what was read.</param>
/// <param name="Detail">For a person; empty if nothing is wrong.</param>
internal sealed record Verdict(FindingKind Kind, string Outcome, string Detail)
{
    /// <summary>Memory used, as a share of what the bytes justify.</summary>
    public double AllocatedShare { get; init; }
}
