using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>
/// One form for what can be written in several, exactly: biases go into the constant feature or the last layer, and the leading coefficient of a squared activation into the
/// layers around it. Not a pass: the baseline has it too.
/// </summary>
public static class GraphNormalization
{
    /// <summary>The same model, normalised.</summary>
    public static ModelGraph Run(ModelGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        foreach (var node in graph.Nodes)
        {
            if (graph.Find(node.Name)!.Operation is PolynomialLayer { Degree: 2 } polynomial) graph = ScaleSquare(graph, node, polynomial);
        }
        graph = FreeConstantFeature(graph);
        foreach (var node in graph.Nodes)
        {
            if (!graph.Input.IsRecord && graph.Find(node.Name)!.Operation is LinearLayer { HasBias: true } linear) graph = MoveBias(graph, node, linear);
        }
        return graph;
    }

    /// <summary>c1·u + c2·u² = ±(v² + c1'·v) with v = √|c2|·u, the sign going on to the next layer.</summary>
    private static ModelGraph ScaleSquare(ModelGraph graph, GraphNode node, PolynomialLayer polynomial)
    {
        double c1 = polynomial.Coefficients[1], c2 = polynomial.Coefficients[2], root = Math.Sqrt(Math.Abs(c2)), sign = Math.Sign(c2);
        GraphNode[] users = [.. graph.UsersOf(node.Name)];
        if (c2 is 0 or 1 || polynomial.Coefficients[0] != 0 || graph.Find(node.Inputs[0]) is not { Operation: LinearLayer before } source
            || graph.UsersOf(source.Name).Count() != 1 || users is not [{ Operation: LinearLayer after }])
            return graph;
        return graph
            .With(source.Name, new LinearLayer(before.Weight.Scale(root), [.. before.Bias.Select(bias => bias * root)]))
            .With(node.Name, new PolynomialLayer([0, sign * c1 / root, 1]))
            .With(users[0].Name, after with { Weight = after.Weight.Scale(sign) });
    }

    /// <summary>
    /// The last linear layer before the pooling leaves the constant feature alone: what it wrote there, the classifier reads from its other outputs. With C the classifier,
    /// c its column for the constant and C' the rest, v = C'ᵀ(C'C'ᵀ)⁻¹c has C'v = c, so row w of the layer may become zero if v·w is added to the others.
    /// </summary>
    private static ModelGraph FreeConstantFeature(ModelGraph graph)
    {
        if (graph.Output is not { Operation: LinearLayer classifier } || graph.Find(graph.Output.Inputs[0]) is not { Operation: TokenPool } pool
            || graph.Find(pool.Inputs[0]) is not { Operation: ResidualSum } sum || !graph.Input.HasConstantFeature || graph.UsersOf(sum.Name).Count() != 1)
            return graph;
        int constant = graph.Input.Features - 1;
        foreach (string name in sum.Inputs)
        {
            if (graph.Find(name) is not { Operation: LinearLayer linear } || graph.UsersOf(name).Count() != 1) continue;
            if (linear.Bias[constant] == 0 && linear.Weight.Row(constant).IndexOfAnyExcept(0.0) < 0) continue;
            var others = classifier.Weight.Map((_, column, value) => column == constant ? 0 : value);
            double[] column = [.. Enumerable.Range(0, classifier.Weight.Rows).Select(row => classifier.Weight[row, constant])];
            if (LinearSystem.TrySolve(others.Multiply(others.Transpose()), column) is not { } solution) continue;
            double[] v = others.Transpose().Multiply(solution);
            graph = graph.With(name, new LinearLayer(
                linear.Weight.Map((row, i, value) => row == constant ? 0 : value + (v[row] * linear.Weight[constant, i])),
                [.. linear.Bias.Select((bias, row) => row == constant ? 0 : bias + (v[row] * linear.Bias[constant]))]));
        }
        return graph;
    }

    private static ModelGraph MoveBias(ModelGraph graph, GraphNode node, LinearLayer linear)
    {
        var none = ImmutableArray.Create(new double[linear.Bias.Length]);
        int constant = ConstantFeatures.IndexOf(graph, node.Inputs[0]);
        if (constant >= 0)
            return graph.With(node.Name, new LinearLayer(linear.Weight.Map((row, column, value) => column == constant ? value + linear.Bias[row] : value), none));

        // After pooling the mean of the constant feature is 1, and a bias that only sums and means follow reaches the last layer as it is.
        var at = node.Name;
        while (graph.UsersOf(at).ToArray() is [{ Operation: ResidualSum or TokenPool } next]) at = next.Name;
        if (graph.UsersOf(at).ToArray() is [{ Operation: LinearLayer last } end] && graph.Find(end.Inputs[0]) is { Operation: TokenPool })
        {
            double[] moved = last.Weight.Multiply(linear.Bias.AsSpan());
            return graph.With(node.Name, linear with { Bias = none }).With(end.Name, last with { Bias = [.. last.Bias.Zip(moved, static (a, b) => a + b)] });
        }
        int pooled = graph.Find(node.Inputs[0]) is { Operation: TokenPool } pool ? PooledConstant(graph, pool) : -1;
        return pooled >= 0
            ? graph.With(node.Name, new LinearLayer(linear.Weight.Map((row, column, value) => column == pooled ? value + linear.Bias[row] : value), none))
            : graph;                             // lowering says what is wrong with it
    }

    /// <summary>The constant feature of a pooled sum one of whose parts carries it and whose others leave it alone.</summary>
    private static int PooledConstant(ModelGraph graph, GraphNode pool) => ConstantFeatures.IndexOf(graph, pool.Inputs[0]);
}
