using System.Numerics;

namespace BasedAI.Samples.TrainModels.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) and the gradient
/// shortened to a largest length first. Its own sums are double whatever the parameters are.
/// </summary>
public sealed class Adam<T>(int count, double weightDecay, double maxGradientNorm)
    where T : unmanaged, INumber<T>
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly double[] _mean = new double[count];
    private readonly double[] _square = new double[count];
    private double _power1 = 1, _power2 = 1;

    /// <summary>One step against <paramref name="gradient"/>, which is then set to zero.</summary>
    public void Step(Span<T> parameters, Span<T> gradient, double learningRate)
    {
        _power1 *= Beta1;
        _power2 *= Beta2;
        var norm = 0.0;
        foreach (var value in gradient)
            norm += double.CreateTruncating(value) * double.CreateTruncating(value);
        norm = Math.Sqrt(norm);
        var factor = norm > maxGradientNorm ? maxGradientNorm / norm : 1;
        for (var i = 0; i < parameters.Length; i++)
        {
            var g = factor * double.CreateTruncating(gradient[i]);
            _mean[i] = Beta1 * _mean[i] + (1 - Beta1) * g;
            _square[i] = Beta2 * _square[i] + (1 - Beta2) * g * g;
            var step = _mean[i] / (1 - _power1) / (Math.Sqrt(_square[i] / (1 - _power2)) + Epsilon);
            var parameter = double.CreateTruncating(parameters[i]);
            parameters[i] = T.CreateTruncating(parameter - learningRate * (step + weightDecay * parameter));
        }

        gradient.Clear();
    }
}
