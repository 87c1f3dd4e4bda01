namespace BasedAI.Cerberus;

/// <summary>The model in the clear, layer by layer in double precision: what every pass and every encrypted answer is compared with.</summary>
public static class GraphInterpreter
{
    /// <summary>The output divided by the number of tokens: what the user reads.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="rows">T × d (or a record's one row); rows from <paramref name="length"/> on are not looked at.</param>
    /// <param name="length">n, at least 1.</param>
    /// <exception cref="ArgumentException">The rows are of another width, or fewer than <paramref name="length"/>.</exception>
    public static double[] Run(ModelGraph graph, double[,] rows, int length) => RunAll(graph, rows, length)[graph.Output.Name][0];

    /// <summary>Every layer's result by name; n rows each, one row from the pooling on.</summary>
    /// <inheritdoc cref="Run"/>
    public static IReadOnlyDictionary<string, double[][]> RunAll(ModelGraph graph, double[,] rows, int length)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (rows.GetLength(1) != graph.Input.Features || rows.GetLength(0) < length || length > graph.Input.Tokens)
            throw new ArgumentException($"{length} of {rows.GetLength(0)} rows of {rows.GetLength(1)}; the model takes up to {graph.Input.Tokens} of {graph.Input.Features}.", nameof(rows));

        var values = new Dictionary<string, double[][]>(StringComparer.Ordinal)
        {
            [ModelGraph.InputName] = [.. Enumerable.Range(0, length).Select(t => Enumerable.Range(0, rows.GetLength(1)).Select(j => rows[t, j]).ToArray())],
        };
        foreach (var node in graph.Nodes)
        {
            double[][][] operands = [.. node.Inputs.Select(name => values[name])];
            values[node.Name] = Apply(node.Operation, operands, length);
        }
        return values;
    }

    /// <summary>Scores of one fused head for every pair of tokens.</summary>
    public static double[][] Scores(FusedHead head, double[][] rows)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(rows);
        double[][] keys = [.. rows.Select(row => head.Score.Multiply(row))];       // M·x_u
        return [.. rows.Select(row => keys.Select(key => Dot(row, key)).ToArray())];
    }

    private static double[][] Apply(GraphOperation operation, double[][][] operands, int length) => operation switch
    {
        ClientLayer => operands[0],
        LinearLayer linear => [.. operands[0].Select(row => Plus(linear.Weight.Multiply(row), linear.Bias.AsSpan()))],
        AttentionLayer attention => Attend(attention, operands[0], length),
        FusedAttentionLayer attention => Sum(attention.Heads.Select(head => Weigh(Scores(head, operands[0]), operands[0], head.Output, length))),
        PolynomialLayer polynomial => [.. operands[0].Select(row => row.Select(value => Evaluate(polynomial, value)).ToArray())],
        ActivationLayer activation => [.. operands[0].Select(row => row.Select(value => ActivationFunctions.Get(activation.Function)(value)).ToArray())],
        ResidualSum => [.. operands[0].Zip(operands[1], static (left, right) => Plus(left, right))],
        TokenPool => [Mean(operands[0], length)],
        ReadoutLayer readout => [Read(readout, operands, length)],
        _ => throw new ModelFormatException($"{operation.Describe()} has no meaning in the clear."),
    };

    private static double[][] Attend(AttentionLayer attention, double[][] rows, int length) => Sum(attention.Heads.Select(head =>
    {
        double[][] queries = [.. rows.Select(row => head.Query.Multiply(row))], keys = [.. rows.Select(row => head.Key.Multiply(row))];
        double[][] values = [.. rows.Select(row => head.Value.Multiply(row))];
        double[][] scores = [.. queries.Select(query => keys.Select(key => (attention.ScoreScale * Dot(query, key)) + head.Offset).ToArray())];
        return Weigh(scores, values, head.Output, length);
    }));

    private static double[][] Weigh(double[][] scores, double[][] values, DenseMatrix output, int length) => [.. scores.Select(row =>
    {
        double[] sum = new double[values[0].Length];
        for (int u = 0; u < values.Length; u++)
        {
            double weight = row[u] * row[u] / length;
            for (int j = 0; j < sum.Length; j++) sum[j] += weight * values[u][j];
        }
        return output.Multiply(sum);
    })];

    private static double[] Read(ReadoutLayer readout, double[][][] operands, int length)
    {
        double[] total = [.. readout.Bias];
        for (int i = 0; i < operands.Length; i++) total = Plus(total, readout.Weights[i].Multiply(Mean(operands[i], length)));
        return total;
    }

    private static double[] Mean(double[][] rows, int length)
    {
        double[] mean = new double[rows[0].Length];
        foreach (double[] row in rows)
            for (int j = 0; j < mean.Length; j++) mean[j] += row[j] / length;
        return mean;
    }

    private static double Evaluate(PolynomialLayer polynomial, double value)
    {
        double result = 0;
        for (int i = polynomial.Degree; i >= 0; i--) result = (result * value) + polynomial.Coefficients[i];
        return result;
    }

    private static double[][] Sum(IEnumerable<double[][]> parts) =>
        parts.Aggregate(static (left, right) => [.. left.Zip(right, static (a, b) => Plus(a, b))]);

    private static double[] Plus(double[] left, ReadOnlySpan<double> right)
    {
        double[] sum = new double[left.Length];
        for (int i = 0; i < sum.Length; i++) sum[i] = left[i] + right[i];
        return sum;
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
