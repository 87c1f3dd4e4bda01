using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Tumour;

namespace BasedAI.Training.Tests;

public class SquareNetworkTests
{
    // Central differences, step 1e-5, tolerance 1e-7.
    [Fact]
    public void DerivativeIsThatOfTheFormula()
    {
        var random = new TrainingRandom(2);
        var network = new SquareNetwork(4, 3);
        network.Initialize(random);
        var x = Enumerable.Range(0, 4).Select(_ => random.NextGaussian()).ToArray();
        var gradient = new double[network.Parameters.Length];
        network.Forward(x);
        network.Backward(-0.5, x, gradient);
        for (var i = 0; i < gradient.Length; i++)
        {
            var original = network.Parameters[i];
            network.Parameters[i] = original + 1e-5;
            var above = network.Forward(x);
            network.Parameters[i] = original - 1e-5;
            var below = network.Forward(x);
            network.Parameters[i] = original;
            Assert.Equal(-0.5 * (above - below) / 2e-5, gradient[i], 1e-7);
        }
    }

    // Benign inside a circle, malignant outside: no linear model can tell them apart.
    [Fact]
    public void LearnsACircle()
    {
        var cases = Circle(count: 400, seed: 3);
        var network = TumourTrainer.Train(cases, Standardization.Of(cases), new TumourOptions { HiddenUnits = 8, WeightDecay = 0.01 }, seed: 1);
        var measured = TumourEvaluation.Run(network, Standardization.Of(cases), Circle(count: 200, seed: 4));
        Assert.InRange(measured.Accuracy, 0.95, 1);
    }

    [Fact]
    public void SplitHasEveryClassInItsShareAndIsAFunctionOfTheSeed()
    {
        var labels = Enumerable.Range(0, 100).Select(i => i % 4 == 0 ? 1 : 0).ToArray();
        var parts = StratifiedSplit.Deal(labels, 5, seed: 1);
        for (var part = 0; part < 5; part++)
        {
            Assert.Equal(5, Enumerable.Range(0, 100).Count(i => parts[i] == part && labels[i] == 1));
            Assert.Equal(15, Enumerable.Range(0, 100).Count(i => parts[i] == part && labels[i] == 0));
        }

        Assert.Equal(parts, StratifiedSplit.Deal(labels, 5, seed: 1));
        Assert.NotEqual(parts, StratifiedSplit.Deal(labels, 5, seed: 2));
        var (one, others) = StratifiedSplit.Take(labels, parts, 2);
        Assert.Equal((20, 80), (one.Count, others.Count));
    }

    private static TumourCase[] Circle(int count, ulong seed)
    {
        var random = new TrainingRandom(seed);
        return Enumerable.Range(0, count).Select(_ =>
        {
            double[] x = [random.NextGaussian(), random.NextGaussian()];
            return new TumourCase(x, x[0] * x[0] + x[1] * x[1] > 1.4 ? 1 : 0);
        }).ToArray();
    }
}
