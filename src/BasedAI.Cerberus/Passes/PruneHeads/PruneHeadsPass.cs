namespace BasedAI.Cerberus;

/// <summary>
/// Keeps the heads that look somewhere: a head whose weights are spread evenly over the tokens, entropy near log n, adds little but a mean (Michel et al. 2019; entropy-guided
/// attention, arXiv 2501.03489). Measured on the calibration inputs; without any, heads with the largest weights stay. Changes the model: train again.
/// </summary>
public sealed class PruneHeadsPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "prune-heads";

    /// <inheritdoc/>
    public string Summary => "attention heads that spread evenly over the tokens are dropped";

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        var graph = state.Graph;
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is not FusedAttentionLayer attention || attention.Heads.Length <= context.Options.Heads) continue;
            double[] entropies = context.Calibration is { Examples.Count: > 0 } data
                ? HeadEntropy.Measure(graph, node, attention, data)
                : [.. attention.Heads.Select(static head => -head.Score.MaxMagnitude() * head.Output.MaxMagnitude())];
            var kept = Enumerable.Range(0, attention.Heads.Length).OrderBy(h => entropies[h]).Take(Math.Max(context.Options.Heads, 1)).Order();
            graph = graph.With(node.Name, new FusedAttentionLayer([.. kept.Select(h => attention.Heads[h])]));
        }
        return ReferenceEquals(graph, state.Graph) ? state : state with { Graph = graph };
    }
}
