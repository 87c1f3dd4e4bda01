namespace BasedAI.Cerberus;

/// <summary>Which values carry the constant 1 in the input's last feature: the rows, and sums of them with layers that leave that feature alone.</summary>
internal static class ConstantFeatures
{
    /// <summary>The feature's index, or −1 where the value does not carry it.</summary>
    public static int IndexOf(ModelGraph graph, string value)
    {
        if (!graph.Input.HasConstantFeature) return -1;
        if (value == ModelGraph.InputName) return graph.Input.Features - 1;
        var node = graph.Find(value)!;
        return node.Operation switch
        {
            ClientLayer => IndexOf(graph, node.Inputs[0]),
            ResidualSum when Leaves(graph, node.Inputs[1]) => IndexOf(graph, node.Inputs[0]),
            ResidualSum when Leaves(graph, node.Inputs[0]) => IndexOf(graph, node.Inputs[1]),
            _ => -1,
        };
    }

    /// <summary>Whether a value is zero in that feature.</summary>
    private static bool Leaves(ModelGraph graph, string value)
    {
        int index = graph.Input.Features - 1;
        bool IsZero(DenseMatrix weight) => weight.Rows > index && weight.Row(index).IndexOfAnyExcept(0.0) < 0;
        return graph.Find(value)?.Operation switch
        {
            LinearLayer linear => IsZero(linear.Weight) && (linear.Bias.Length <= index || linear.Bias[index] == 0),
            AttentionLayer attention => attention.Heads.All(head => IsZero(head.Output)),
            FusedAttentionLayer attention => attention.Heads.All(head => IsZero(head.Output)),
            _ => false,
        };
    }
}
