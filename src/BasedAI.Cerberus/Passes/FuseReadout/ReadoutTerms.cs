namespace BasedAI.Cerberus;

/// <summary>Σ W_i·x_i + bias, grown from the end of a graph backwards through whatever is linear and used once.</summary>
internal sealed class ReadoutTerms(ModelGraph graph, double[] bias)
{
    private readonly Dictionary<string, DenseMatrix> _weights = new(StringComparer.Ordinal);
    private readonly HashSet<string> _squares = new(StringComparer.Ordinal);
    private double[] _bias = bias;

    /// <summary>Adds W·value, as the user <paramref name="from"/> reads it.</summary>
    public void Add(string value, DenseMatrix weight, string from)
    {
        var node = graph.Find(value);
        bool isUsedOnce = graph.UsersOf(value).All(user => user.Name == from);
        switch (node?.Operation)
        {
            case ResidualSum when isUsedOnce:
                foreach (string operand in node.Inputs) Add(operand, weight, node.Name);
                break;
            case LinearLayer linear when isUsedOnce:
                AddBias(weight.Multiply(linear.Bias.AsSpan()));
                Add(node.Inputs[0], weight.Multiply(linear.Weight), node.Name);
                break;
            case PolynomialLayer { Degree: 2 } square when isUsedOnce && square.Coefficients[2] == 1:
                _squares.Add(value);
                AddBias([.. Enumerable.Range(0, weight.Rows).Select(row => weight.Row(row).ToArray().Sum() * square.Coefficients[0])]);
                if (square.Coefficients[1] != 0) AddThroughUsed(node.Inputs[0], weight.Scale(square.Coefficients[1]));
                Put(value, weight);
                break;
            default:
                Put(value, weight);
                break;
        }
    }

    /// <summary>The graph that ends with these terms.</summary>
    public ModelGraph ToGraph(string name)
    {
        string? carrier = _weights.Keys.FirstOrDefault(value => ConstantFeatures.IndexOf(graph, value) >= 0);
        if (carrier is not null && _bias.Any(static value => value != 0))
        {
            int constant = ConstantFeatures.IndexOf(graph, carrier);
            double[] moved = _bias;
            _weights[carrier] = _weights[carrier].Map((row, column, value) => column == constant ? value + moved[row] : value);
            _bias = new double[_bias.Length];
        }

        var needed = new HashSet<string>(_weights.Keys, StringComparer.Ordinal);
        var kept = new List<GraphNode>();
        foreach (var node in graph.Nodes.Reverse())
        {
            if (!needed.Contains(node.Name)) continue;
            kept.Add(_squares.Contains(node.Name) ? node with { Operation = new PolynomialLayer([0, 0, 1]) } : node);
            needed.UnionWith(node.Inputs);
        }
        kept.Reverse();
        string[] operands = [.. _weights.Keys.OrderBy(value => kept.FindIndex(node => node.Name == value))];
        kept.Add(new GraphNode(name, new ReadoutLayer([.. operands.Select(operand => _weights[operand])], [.. _bias]), [.. operands]));
        return graph.With(kept);
    }

    /// <summary>W·value where the value has another user: through one linear layer, which stays.</summary>
    private void AddThroughUsed(string value, DenseMatrix weight)
    {
        if (graph.Find(value) is { Operation: LinearLayer linear } node)
        {
            AddBias(weight.Multiply(linear.Bias.AsSpan()));
            Put(node.Inputs[0], weight.Multiply(linear.Weight));
        }
        else
        {
            Put(value, weight);
        }
    }

    private void Put(string value, DenseMatrix weight) => _weights[value] = _weights.TryGetValue(value, out var known) ? known.Add(weight) : weight;

    private void AddBias(double[] more) => _bias = [.. _bias.Zip(more, static (a, b) => a + b)];
}
