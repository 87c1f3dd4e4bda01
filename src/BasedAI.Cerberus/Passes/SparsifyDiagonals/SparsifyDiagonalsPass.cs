namespace BasedAI.Cerberus;

/// <summary>
/// Keeps some neighbouring generalised diagonals of each d × d block of weights and drops the others: a diagonal is what a rotation costs, single weights cost nothing
/// (Artemis, arXiv 2310.01664; PrivCirNet, arXiv 2405.14569). Which ones is fixed, 0 to g − 1, since training moves the weights there. Changes the model: train again.
/// </summary>
public sealed class SparsifyDiagonalsPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "sparsify-diagonals";

    /// <inheritdoc/>
    public string Summary => "each block of weights keeps a few neighbouring diagonals";

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        var graph = state.Graph;
        int d = graph.Input.Features, kept = context.Options.Diagonals;
        if (graph.Input.IsRecord || kept >= d) return state;
        DenseMatrix Prune(DenseMatrix weight) => weight.Map((row, column, value) => ((((column - row) % d) + d) % d) < kept ? value : 0);
        foreach (var node in graph.Nodes)
        {
            GraphOperation? pruned = node.Operation switch
            {
                FusedAttentionLayer attention => new FusedAttentionLayer(
                    [.. attention.Heads.Select(head => new FusedHead(Prune(head.Score.Transpose()).Transpose(), Prune(head.Output)))]),
                LinearLayer linear => linear with { Weight = Prune(linear.Weight) },
                _ => null,
            };
            if (pruned is not null && !IsSame(node.Operation, pruned)) graph = graph.With(node.Name, pruned);
        }
        return ReferenceEquals(graph, state.Graph) ? state : state with { Graph = graph };
    }

    private static bool IsSame(GraphOperation before, GraphOperation after) => CountWeights(before) == CountWeights(after);

    private static int CountWeights(GraphOperation operation) => operation switch
    {
        FusedAttentionLayer attention => attention.Heads.Sum(static head => head.Score.CountNonZero() + head.Output.CountNonZero()),
        LinearLayer linear => linear.Weight.CountNonZero(),
        _ => 0,
    };
}
