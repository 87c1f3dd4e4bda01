namespace BasedAI.Cerberus;

/// <summary>Scores of all pairs of tokens in one ciphertext (<see cref="ScoreKernel.Packed"/>): one sum over features and one square a head, where there was one for every shift. Exact. Needs fused attention; diagonal scores as in MOAI (ePrint 2025/991) and THOR (ePrint 2024/1881).</summary>
public sealed class PackScoresPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "pack-scores";

    /// <inheritdoc/>
    public string Summary => "all T² scores of a head in one ciphertext, one square for all";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Graph.Nodes.Any(static node => node.Operation is FusedAttentionLayer)
            ? state with { Schedule = state.Schedule with { Scores = ScoreKernel.Packed } }
            : state;
    }
}
