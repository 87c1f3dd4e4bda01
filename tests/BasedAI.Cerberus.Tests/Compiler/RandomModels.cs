using System.Collections.Immutable;

namespace BasedAI.Cerberus.Tests;

/// <summary>Models with random weights, shaped as the shipped ones.</summary>
internal static class RandomModels
{
    public const int Tokens = 32, Features = 32;

    /// <summary>One block as torch.nn has it: attention, residual, two linear layers, pooling, classifier.</summary>
    public static ModelGraph Block(int seed, int heads = 4, int classes = 1, int hidden = 64)
    {
        var random = new Random(seed);
        int width = Features / heads, constant = Features - 1;
        DenseMatrix Weight(int rows, int columns, double size) => DenseMatrix.Create(rows, columns, (_, _) => size * ((2 * random.NextDouble()) - 1));
        ImmutableArray<double> Bias(int count, double size) => [.. Enumerable.Range(0, count).Select(_ => size * ((2 * random.NextDouble()) - 1))];
        var layer = new AttentionLayer(
            [.. Enumerable.Range(0, heads).Select(h => new AttentionHead(
                Weight(width, Features, 0.5), Weight(width, Features, 0.5), Weight(width, Features, 0.2),
                Weight(Features, width, 0.2).Map((row, _, value) => row == constant ? 0 : value), 0.5 + (0.1 * h)))],
            1.0 / Features);
        return GraphNormalization.Run(new ModelGraph("random", new GraphInput(Tokens, Features, HasConstantFeature: true),
        [
            new("embedding", new ClientLayer("Embedding"), [ModelGraph.InputName]),
            new("attention", layer, ["embedding"]),
            new("residual1", new ResidualSum(), ["embedding", "attention"]),
            new("linear1", new LinearLayer(Weight(hidden, Features, 0.2), Bias(hidden, 0.1)), ["residual1"]),
            new("activation", new PolynomialLayer([0, 0.5, -0.3]), ["linear1"]),
            new("linear2", new LinearLayer(Weight(Features, hidden, 0.1), Bias(Features, 0.1)), ["activation"]),
            new("residual2", new ResidualSum(), ["residual1", "linear2"]),
            new("pool", new TokenPool(), ["residual2"]),
            new("classifier", new LinearLayer(Weight(classes, Features, 0.3), Bias(classes, 0.3)), ["pool"]),
        ]));
    }

    /// <summary>Rows with the constant at the end.</summary>
    public static CalibrationExample Example(int seed, int length)
    {
        var random = new Random(seed);
        double[,] rows = new double[Tokens, Features];
        for (int t = 0; t < length; t++)
        {
            for (int j = 0; j < Features; j++) rows[t, j] = j == Features - 1 ? 1 : Math.Sqrt(3) * ((2 * random.NextDouble()) - 1);
        }
        return new CalibrationExample(rows, length, seed % 2);
    }
}
