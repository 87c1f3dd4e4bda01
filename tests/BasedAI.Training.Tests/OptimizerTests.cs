using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Training.Tests;

public class OptimizerTests
{
    [Fact]
    public void FirstStepOfAdamHasTheLengthOfTheLearningRate()
    {
        double[] parameters = [2, -1], gradient = [0.5, -0.25];
        new Adam<double>(2, weightDecay: 0, maxGradientNorm: 10).Step(parameters, gradient, 0.1);
        Assert.Equal(1.9, parameters[0], 1e-6);
        Assert.Equal(-0.9, parameters[1], 1e-6);
        Assert.Equal([0, 0], gradient);
    }

    // m = 0.9 * 0.1 g1 + 0.1 g2, v = 0.999 * 0.001 g1^2 + 0.001 g2^2, with the bias corrections 1 - 0.81 and 1 - 0.998001.
    [Fact]
    public void SecondStepOfAdamIsTheOneOfThePaper()
    {
        double[] parameters = [0];
        var adam = new Adam<double>(1, weightDecay: 0, maxGradientNorm: 10);
        adam.Step(parameters, [1.0], 0);
        adam.Step(parameters, [3.0], 1);
        var mean = (0.09 * 1 + 0.1 * 3) / 0.19;
        var square = (0.000999 * 1 + 0.001 * 9) / 0.001999;
        Assert.Equal(-mean / Math.Sqrt(square), parameters[0], 1e-6);
    }

    [Fact]
    public void DecayPullsAParameterTowardsZeroWithoutAGradient()
    {
        double[] parameters = [2];
        new Adam<double>(1, weightDecay: 0.01, maxGradientNorm: 1).Step(parameters, [0.0], 0.5);
        Assert.Equal(2 - 0.5 * 0.01 * 2, parameters[0], 1e-12);
    }

    [Fact]
    public void LongGradientIsShortened()
    {
        double[] shortened = [0, 0], given = [0, 0];
        var first = new Adam<double>(2, 0, maxGradientNorm: 1);
        var second = new Adam<double>(2, 0, maxGradientNorm: 1);
        first.Step(shortened, [30.0, 40.0], 0);
        second.Step(given, [0.6, 0.8], 0);
        first.Step(shortened, [0.1, 0.1], 1);
        second.Step(given, [0.1, 0.1], 1);
        Assert.Equal(given, shortened, (left, right) => Math.Abs(left - right) < 1e-12);
    }

    [Fact]
    public void AdagradMovesOneRowAndSlowsDown()
    {
        double[] table = [1, 1, 1, 1, 1, 1, 1, 1];
        var adagrad = new Adagrad<double>(8, 0.1);
        adagrad.Step(table, 4, [3.0, -4.0, 0, 0]);
        adagrad.Step(table, 4, [4.0, -3.0, 0, 0]);
        Assert.Equal([1, 1, 1, 1], table[..4]);
        Assert.Equal(1 - 0.1 * (3 / 3.001 + 4 / 5.001), table[4], 1e-12);
        Assert.Equal(1 + 0.1 * (4 / 4.001 + 3 / 5.001), table[5], 1e-12);
        Assert.Equal([1, 1], table[6..]);
    }
}
