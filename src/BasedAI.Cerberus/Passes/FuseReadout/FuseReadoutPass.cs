namespace BasedAI.Cerberus;

/// <summary>
/// Everything linear between the last square and the answer becomes one readout: second layer of the feed-forward part, residual, pooling, classifier, the linear part of
/// the activation and all biases (through the constant feature). One product a term where there were layers and levels. Exact.
/// </summary>
public sealed class FuseReadoutPass : ICompilerPass
{
    private const string ReadoutName = "readout";

    /// <inheritdoc/>
    public string Name => "fuse-readout";

    /// <inheritdoc/>
    public string Summary => "last linear layer, residual, pooling, classifier and biases multiplied out";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        var graph = state.Graph;
        var end = graph.Output;
        DenseMatrix? classifier = null;
        double[] bias = [];
        if (end is { Operation: LinearLayer linear })
        {
            if (!graph.Input.IsRecord && graph.Find(end.Inputs[0]) is not { Operation: TokenPool }) return state;
            (classifier, bias) = (linear.Weight, [.. linear.Bias]);
            end = graph.Find(end.Inputs[0]) is { Operation: TokenPool } pool ? pool : end;
        }
        else if (end is not { Operation: TokenPool })
        {
            return state;
        }
        int features = graph.GetFeatures(end.Inputs[0]);
        if (classifier is null) (classifier, bias) = (DenseMatrix.Identity(features), new double[features]);

        var terms = new ReadoutTerms(graph, bias);
        terms.Add(end.Inputs[0], classifier, from: end.Name);
        return state with { Graph = terms.ToGraph(ReadoutName) };
    }
}
