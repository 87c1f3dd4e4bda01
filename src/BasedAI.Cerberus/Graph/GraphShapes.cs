namespace BasedAI.Cerberus;

/// <summary>Whether the widths of a layer and of its operands meet.</summary>
internal static class GraphShapes
{
    public static void Check(GraphNode node, IReadOnlyList<int> inputs)
    {
        int operands = node.Operation switch { ResidualSum => 2, ReadoutLayer readout => readout.Weights.Length, _ => 1 };
        if (inputs.Count != operands) throw new ModelFormatException($"Layer \"{node.Name}\" has {inputs.Count} inputs; {node.Operation.Describe()} takes {operands}.");
        switch (node.Operation)
        {
            case LinearLayer linear:
                Require(node, "in", linear.Weight.Columns, inputs[0]);
                Require(node, "bias", linear.Bias.Length, linear.Weight.Rows);
                break;
            case AttentionLayer attention:
                foreach (var head in attention.Heads)
                {
                    Require(node, "query in", head.Query.Columns, inputs[0]);
                    Require(node, "key in", head.Key.Columns, inputs[0]);
                    Require(node, "value in", head.Value.Columns, inputs[0]);
                    Require(node, "key", head.Key.Rows, head.Query.Rows);
                    Require(node, "output in", head.Output.Columns, head.Value.Rows);
                    Require(node, "output", head.Output.Rows, inputs[0]);
                }
                break;
            case FusedAttentionLayer attention:
                foreach (var head in attention.Heads)
                {
                    Require(node, "score in", head.Score.Columns, inputs[0]);
                    Require(node, "score", head.Score.Rows, inputs[0]);
                    Require(node, "output in", head.Output.Columns, inputs[0]);
                    Require(node, "output", head.Output.Rows, inputs[0]);
                }
                break;
            case ResidualSum:
                Require(node, "second operand", inputs[1], inputs[0]);
                break;
            case ReadoutLayer readout:
                for (int i = 0; i < readout.Weights.Length; i++) Require(node, $"weights {i} in", readout.Weights[i].Columns, inputs[i]);
                Require(node, "bias", readout.Bias.Length, readout.Weights[0].Rows);
                break;
        }
    }

    private static void Require(GraphNode node, string what, int has, int needs)
    {
        if (has != needs) throw new ModelFormatException($"Layer \"{node.Name}\" ({node.Operation.Describe()}): {what} is {has} wide, {needs} is needed.");
    }
}
