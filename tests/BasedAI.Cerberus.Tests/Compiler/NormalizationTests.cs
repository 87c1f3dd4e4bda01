namespace BasedAI.Cerberus.Tests;

public sealed class NormalizationTests
{
    [Fact]
    public void Biases_and_leading_coefficients_move_without_changing_an_answer()
    {
        var random = new Random(8);
        const int d = 8;
        DenseMatrix Weight(int rows, int columns) => DenseMatrix.Create(rows, columns, (_, _) => random.NextDouble() - 0.5);
        double[] Bias(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        var graph = new ModelGraph("small", new GraphInput(4, d, HasConstantFeature: true),
        [
            new("linear1", new LinearLayer(Weight(16, d), [.. Bias(16)]), [ModelGraph.InputName]),
            new("activation", new PolynomialLayer([0, 0.5, -0.25]), ["linear1"]),
            new("linear2", new LinearLayer(Weight(d, 16), [.. Bias(d)]), ["activation"]),
            new("residual", new ResidualSum(), [ModelGraph.InputName, "linear2"]),
            new("pool", new TokenPool(), ["residual"]),
            new("classifier", new LinearLayer(Weight(3, d), [.. Bias(3)]), ["pool"]),
        ]);
        var normal = GraphNormalization.Run(graph);

        Assert.All(normal.Nodes.Select(static node => node.Operation).OfType<LinearLayer>(), static layer => Assert.False(layer.HasBias));
        Assert.Equal(1, ((PolynomialLayer)normal.Find("activation")!.Operation).Coefficients[2]);
        double[,] rows = new double[4, d];
        for (int t = 0; t < 3; t++)
            for (int j = 0; j < d; j++) rows[t, j] = j == d - 1 ? 1 : random.NextDouble() - 0.5;
        double[] before = GraphInterpreter.Run(graph, rows, 3), after = GraphInterpreter.Run(normal, rows, 3);
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], after[i], 1e-12);
    }

    [Fact]
    public void A_linear_system_is_solved_or_found_singular()
    {
        var matrix = DenseMatrix.Create(2, 2, (i, j) => i == j ? 0 : 2);
        Assert.Equal([3.0, 1.0], LinearSystem.TrySolve(matrix, [2, 6])!);
        Assert.Null(LinearSystem.TrySolve(DenseMatrix.Create(2, 2, static (_, _) => 1), [1, 2]));
    }
}
