namespace BasedAI.Cerberus;

/// <summary>
/// Takes the weights of the model as it was trained again in the form the passes before left: the same layers, no head more and no weight on a diagonal that was dropped.
/// </summary>
public sealed class UseTrainedAgainPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "use-trained-again";

    /// <inheritdoc/>
    public string Summary => "weights of the model trained again in this form";

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (context.TrainedAgain is not { } loaded) return state;
        // The same fusions, so that the layers correspond.
        var trained = new FuseReadoutPass().Run(new FuseAttentionPass().Run(new CompilerState(loaded, state.Schedule), context), context).Graph;
        if (trained.Input != state.Graph.Input || !trained.Nodes.Select(Shape).SequenceEqual(state.Graph.Nodes.Select(Shape)))
        {
            throw new ModelFormatException(
                $"The model that was trained again has other layers:\n{trained}\nthan what the passes left:\n{state.Graph}\nTrain it with the same layers, heads and diagonals, or leave {nameof(UseTrainedAgainPass)} out.");
        }
        foreach (var (before, after) in state.Graph.Nodes.Zip(trained.Nodes))
            Check(state.Graph.Input.Features, before, after);
        return state with { Graph = trained };
    }

    private static string Shape(GraphNode node) => $"{node.Name} {node.Operation.GetType().Name} {string.Join(' ', node.Inputs)}";

    private static void Check(int d, GraphNode before, GraphNode after)
    {
        var pairs = (before.Operation, after.Operation) switch
        {
            (FusedAttentionLayer left, FusedAttentionLayer right) when left.Heads.Length == right.Heads.Length =>
                left.Heads.Zip(right.Heads).SelectMany(static pair => new[] { (pair.First.Score, pair.Second.Score), (pair.First.Output, pair.Second.Output) }),
            (FusedAttentionLayer left, FusedAttentionLayer right) => throw new ModelFormatException(
                $"Layer \"{before.Name}\" has {left.Heads.Length} heads after pruning; the model that was trained again has {right.Heads.Length}."),
            (LinearLayer left, LinearLayer right) => [(left.Weight, right.Weight)],
            _ => [],
        };
        foreach (var (left, right) in pairs)
        {
            int[] more = [.. right.GetDiagonals(d).Except(left.GetDiagonals(d))];
            if (more.Length > 0)
                throw new ModelFormatException($"Layer \"{before.Name}\": the model that was trained again has weights on {more.Length} diagonals that were dropped ({string.Join(", ", more.Take(8))}).");
        }
    }
}
