using BasedAI.Samples.TrainModels.Cards;
using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Training.Tests;

public class LossTests
{
    [Theory]
    [InlineData(new[] { 0.3, -1.2, 2.0 }, 1, 0)]
    [InlineData(new[] { 0.3, -1.2, 2.0 }, 1, 0.2)]
    [InlineData(new[] { 700.0, -1.2, 2.0 }, 0, 0)]
    [InlineData(new[] { -0.4 }, 1, 0)]
    [InlineData(new[] { -0.4 }, 0, 0)]
    [InlineData(new[] { -0.4 }, 1, 0.2)]
    public void DerivativeIsThatOfTheLoss(double[] logits, int label, double smoothing)
    {
        var gradient = (double[])logits.Clone();
        Loss.Differentiate(gradient, label, smoothing);
        for (var c = 0; c < logits.Length; c++)
            Assert.Equal((At(c, 1e-5) - At(c, -1e-5)) / 2e-5, gradient[c], 1e-7);

        double At(int index, double step)
        {
            var moved = (double[])logits.Clone();
            moved[index] += step;
            return Loss.Differentiate(moved, label, smoothing);
        }
    }

    [Fact]
    public void LossIsMinusTheLogarithmOfTheProbability()
    {
        Assert.Equal(Math.Log(3), Loss.Differentiate([1, 1, 1], 2), 1e-12);
        Assert.Equal(Math.Log(1 + Math.Exp(2)), Loss.Differentiate([2], 0), 1e-12);
        Assert.Equal(1000, Loss.Differentiate([1000, 0], 1), 1e-9);
        Assert.Equal(0.9 * Math.Log(1 + Math.Exp(-2)) + 0.1 * Math.Log(1 + Math.Exp(2)), Loss.Differentiate([2, 0], 0, 0.2), 1e-12);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(-10, 0)]
    [InlineData(12, 0.2)]
    [InlineData(-30, -2)]
    public void RangeIsPushedBackBeyondTheLimitOnly(double logit, double expected) =>
        Assert.Equal(expected, Loss.RangeDerivative(logit, 10), 1e-12);

    [Fact]
    public void PredictionIsTheSignOrTheLargest()
    {
        Assert.Equal(1, Loss.Predict([0.1]));
        Assert.Equal(0, Loss.Predict([0.0]));
        Assert.Equal(2, Loss.Predict([0.1, -3, 0.4]));
        Assert.Equal(0, Loss.Predict([0.4, 0.4]));
    }

    [Fact]
    public void StatisticsOfSeeds()
    {
        var statistics = SeedStatistics.Of([1, 2, 3, 6]);
        Assert.Equal(3, statistics.Mean);
        Assert.Equal(Math.Sqrt(14.0 / 3), statistics.Deviation, 1e-12);
        Assert.Equal(Math.Sqrt(14.0 / 12), statistics.StandardError, 1e-12);
        Assert.Equal(0, SeedStatistics.Of([4]).Deviation);
    }
}
