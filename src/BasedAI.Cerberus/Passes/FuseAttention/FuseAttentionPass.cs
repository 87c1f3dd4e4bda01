namespace BasedAI.Cerberus;

/// <summary>
/// Multiplies out what meets without anything between: (Wq·x)ᵀ(Wk·y) = xᵀ(WqᵀWk)y and Wo·Σ(Wv·y) = (Wo·Wv)·Σy. Keys and values are then the rows themselves, three linear
/// layers of four are gone with their levels, and score scales and offsets lie in the matrix. Exact, for any trained weights.
/// </summary>
/// <remarks>It costs sums over d features instead of d/H for each score until scores are packed.</remarks>
public sealed class FuseAttentionPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "fuse-attention";

    /// <inheritdoc/>
    public string Summary => "query·key and value·output multiplied out; keys and values are the rows";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        var graph = state.Graph;
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is AttentionLayer attention) graph = graph.With(node.Name, Fuse(graph, node, attention));
        }
        return ReferenceEquals(graph, state.Graph) ? state : state with { Graph = graph };
    }

    private static FusedAttentionLayer Fuse(ModelGraph graph, GraphNode node, AttentionLayer attention)
    {
        int constant = ConstantFeatures.IndexOf(graph, node.Inputs[0]);
        return new FusedAttentionLayer([.. attention.Heads.Select(head =>
        {
            if (head.Offset != 0 && constant < 0)
                throw new ModelFormatException($"Layer \"{node.Name}\" adds an offset to its scores, and the rows have no constant feature to carry it. Set input.constantFeature.");
            var score = head.Query.Transpose().Multiply(head.Key).Scale(attention.ScoreScale);
            return new FusedHead(
                score.Map((row, column, value) => row == constant && column == constant ? value + head.Offset : value),
                head.Output.Multiply(head.Value));
        })]);
    }
}
