using BasedAI.Samples.TrainModels.AttentionPooling;
using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Training.Tests;

/// <summary>The derivative against central differences, every parameter and every embedding; step 1e-5, tolerance 1e-6.</summary>
public class AttentionPoolingGradientTests
{
    private const int Dimensions = 8, Heads = 3, Tokens = 5;
    private const double Step = 1e-5;

    private readonly AttentionPoolingModel _model = new(Dimensions, Heads, Tokens);
    private readonly EmbeddingLayer<double> _embeddings;
    private readonly int[] _ids = [2, 0, 3, 1];
    private readonly double[] _rows = new double[Tokens * Dimensions];

    public AttentionPoolingGradientTests()
    {
        var random = new TrainingRandom(7);
        _model.Initialize(random);
        _embeddings = new EmbeddingLayer<double>(Gaussian(random, 4 * Dimensions), Dimensions, Dimensions, Tokens);
        Gaussian(random, Tokens * Dimensions).CopyTo(_embeddings.Positions, 0);
        _model.Parameters[^1] = 0.3;
    }

    [Fact]
    public void OfTheParameters()
    {
        var (gradient, _) = Backward(logitGradient: 1);
        for (var i = 0; i < gradient.Length; i++)
            AssertClose(Difference(_model.Parameters, i), gradient[i]);
        Assert.All(gradient, value => Assert.NotEqual(0, value));
    }

    [Fact]
    public void OfTheEmbeddings()
    {
        var (_, rows) = Backward(logitGradient: 1);
        for (var t = 0; t < _ids.Length; t++)
            for (var j = 0; j < Dimensions; j++)
            {
                AssertClose(Difference(_embeddings.Words, _ids[t] * Dimensions + j), rows[t * Dimensions + j]);
                AssertClose(Difference(_embeddings.Positions, t * Dimensions + j), rows[t * Dimensions + j]);
            }
    }

    [Fact]
    public void IsLinearInTheGradientOfTheLogitAndAddsUp()
    {
        var (once, _) = Backward(logitGradient: 1);
        var (half, _) = Backward(logitGradient: -0.5);
        Assert.Equal(once.Select(value => -0.5 * value), half, (left, right) => Math.Abs(left - right) < 1e-12);
    }

    [Fact]
    public void FormulaIsThatOfTheWeights()
    {
        var logit = Logit();
        var matrix = new double[Tokens, Dimensions];
        for (var i = 0; i < _ids.Length * Dimensions; i++)
            matrix[i / Dimensions, i % Dimensions] = _rows[i];
        Assert.Equal(logit, _model.ToWeights().Logit(matrix, _ids.Length), 1e-12);
    }

    private (double[] Parameters, double[] Rows) Backward(double logitGradient)
    {
        _ = Logit();
        var parameters = new double[_model.Parameters.Length];
        var rows = new double[_rows.Length];
        _model.Backward([logitGradient], _rows, _ids.Length, parameters, rows);
        _embeddings.Backward(_ids.Length, rows);
        return (parameters, rows);
    }

    private double Difference(double[] values, int index)
    {
        var original = values[index];
        values[index] = original + Step;
        var above = Logit();
        values[index] = original - Step;
        var below = Logit();
        values[index] = original;
        return (above - below) / (2 * Step);
    }

    private double Logit()
    {
        _embeddings.Forward(_ids, _rows);
        var logit = new double[1];
        _model.Forward(_rows, _ids.Length, logit);
        return logit[0];
    }

    private static double[] Gaussian(TrainingRandom random, int count) =>
        Enumerable.Range(0, count).Select(_ => random.NextGaussian()).ToArray();

    private static void AssertClose(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-6 * Math.Max(1, Math.Abs(expected)));
}
