using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Transformer;

namespace BasedAI.Training.Tests;

/// <summary>
/// The transformer's derivative against central differences, every parameter and every embedding, for the base form, the squeezed
/// form, and two blocks; double precision, step 1e-5, tolerance 1e-6.
/// </summary>
public class TransformerGradientTests
{
    private const int Words = 5;
    private const double Step = 1e-5;

    private static readonly int[] Ids = [2, 0, 3, 1, 3];
    private static readonly double[] LogitGradients = [0.7, -1.1, 0.4];

    public static TheoryData<string> Forms => new("base", "squeezed", "deep");

    [Theory]
    [MemberData(nameof(Forms))]
    public void OfTheParameters(string form)
    {
        var run = new Setting(form);
        var gradient = run.Backward().Parameters;
        for (var i = 0; i < gradient.Length; i++)
            AssertClose(run.Difference(run.Model.Parameters, i), gradient[i]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void OfTheEmbeddings(string form)
    {
        var run = new Setting(form);
        var rows = run.Backward().Rows;
        var d = run.Embeddings.Features;
        for (var w = 0; w < Words; w++)
            for (var j = 0; j < d; j++)
                AssertClose(
                    run.Difference(run.Embeddings.Words, w * d + j),
                    j == d - 1 ? 0 : Enumerable.Range(0, Ids.Length).Where(t => Ids[t] == w).Sum(t => rows[t * d + j]));
        for (var t = 0; t < Ids.Length; t++)
            for (var j = 0; j < d - 1; j++)
                AssertClose(run.Difference(run.Embeddings.Positions, t * d + j), rows[t * d + j]);
    }

    // What may not write to the constant feature: the last column of O and W2 and the last number of b2, block after block.
    [Theory]
    [MemberData(nameof(Forms))]
    public void ConstantFeatureStaysOneUnderAnyConstrainedStep(string form)
    {
        var run = new Setting(form);
        var gradient = run.Backward().Parameters;
        run.Model.Constrain(gradient);
        for (var i = 0; i < gradient.Length; i++)
            run.Model.Parameters[i] -= gradient[i];
        run.Model.ParametersChanged();
        _ = run.Value();
        Assert.Equal(1, run.Model.Pooled[^1], 1e-12);
        Assert.NotEqual(1, run.Model.Pooled[0]);
    }

    [Fact]
    public void SinglePrecisionAgreesWithDouble()
    {
        var shape = TransformerShape.Squeezed with { Outputs = 3 };
        var random = new TrainingRandom(3);
        var exact = new TransformerModel<double>(shape);
        exact.Initialize(random);
        var model = new TransformerModel<float>(shape);
        for (var i = 0; i < exact.Parameters.Length; i++)
            model.Parameters[i] = (float)exact.Parameters[i];
        model.ParametersChanged();
        var rows = Enumerable.Range(0, 9 * 64).Select(i => i % 64 == 63 ? 1 : random.NextGaussian()).ToArray();
        double[] expected = new double[3], gradient = new double[exact.Parameters.Length], rowGradient = new double[rows.Length];
        float[] actual = new float[3], floatGradient = new float[gradient.Length], floatRows = new float[rows.Length];
        exact.Forward(rows, 9, expected);
        exact.Backward(LogitGradients, rows, 9, gradient, rowGradient);
        var converted = Array.ConvertAll(rows, value => (float)value);
        model.Forward(converted, 9, actual);
        model.Backward(Array.ConvertAll(LogitGradients, value => (float)value), converted, 9, floatGradient, floatRows);
        for (var c = 0; c < 3; c++)
            Assert.Equal(expected[c], actual[c], 1e-4);
        var largest = gradient.Max(Math.Abs);
        for (var i = 0; i < gradient.Length; i++)
            Assert.Equal(gradient[i], floatGradient[i], 1e-4 * largest);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-6 * Math.Max(1, Math.Abs(expected)));

    private sealed class Setting
    {
        private readonly double[] _rows;

        public Setting(string form)
        {
            var shape = new TransformerShape { Tokens = 6, Features = 8, HiddenFeatures = 16, Diagonals = 4, Outputs = 3 };
            if (form == "base")
                shape = shape with { Heads = 2, ProjectsKeysAndValues = true, Diagonals = 8 };
            if (form == "deep")
                shape = shape with { Blocks = 2 };
            var random = new TrainingRandom(7);
            Model = new TransformerModel<double>(shape);
            Model.Initialize(random);
            var words = Gaussian(random, Words * 8);
            for (var w = 0; w < Words; w++)
                words[w * 8 + 7] = 0;
            Embeddings = new EmbeddingLayer<double>(words, 7, 8, 6);
            for (var i = 0; i < Embeddings.Positions.Length; i++)
                Embeddings.Positions[i] = i % 8 == 7 ? 0 : random.NextGaussian();
            _rows = new double[6 * 8];
        }

        public TransformerModel<double> Model { get; }

        public EmbeddingLayer<double> Embeddings { get; }

        public double Value()
        {
            var logits = new double[3];
            Embeddings.Forward(Ids, _rows);
            Model.Forward(_rows, Ids.Length, logits);
            return logits.Zip(LogitGradients, (logit, g) => logit * g).Sum();
        }

        public (double[] Parameters, double[] Rows) Backward()
        {
            _ = Value();
            var parameters = new double[Model.Parameters.Length];
            var rows = new double[_rows.Length];
            Model.Backward(LogitGradients, _rows, Ids.Length, parameters, rows);
            Embeddings.Backward(Ids.Length, rows);
            return (parameters, rows);
        }

        public double Difference(double[] values, int index)
        {
            var original = values[index];
            values[index] = original + Step;
            Model.ParametersChanged();
            var above = Value();
            values[index] = original - Step;
            Model.ParametersChanged();
            var below = Value();
            values[index] = original;
            Model.ParametersChanged();
            return (above - below) / (2 * Step);
        }

        private static double[] Gaussian(TrainingRandom random, int count) =>
            Enumerable.Range(0, count).Select(_ => random.NextGaussian()).ToArray();
    }
}
