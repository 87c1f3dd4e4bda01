using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Samples.TrainModels.Tumour;

/// <summary>
/// logit = b2 + sum_k w2_k (W1 x + b1)_k^2, with its derivative: for g = d loss / d logit and u = W1 x + b1, dw2_k = g u_k^2,
/// du_k = 2 g w2_k u_k, dW1 = du x^T, db1 = du.
/// </summary>
public sealed class SquareNetwork
{
    private readonly double[] _arguments;

    public SquareNetwork(int inputs, int hidden)
    {
        (Inputs, Hidden) = (inputs, hidden);
        Parameters = new double[hidden * inputs + hidden + hidden + 1];
        _arguments = new double[hidden];
    }

    public int Inputs { get; }

    public int Hidden { get; }

    /// <summary>W1 [hidden, inputs], b1, w2, b2.</summary>
    public double[] Parameters { get; }

    /// <summary>u of the last <see cref="Forward"/>.</summary>
    public ReadOnlySpan<double> Arguments => _arguments;

    public Range FirstWeights => ..(Hidden * Inputs);

    public Range FirstBias => (Hidden * Inputs)..(Hidden * Inputs + Hidden);

    public Range SecondWeights => (Hidden * Inputs + Hidden)..(Hidden * Inputs + 2 * Hidden);

    public void Initialize(TrainingRandom random)
    {
        foreach (ref var value in Parameters.AsSpan(FirstWeights))
            value = random.NextGaussian() / Math.Sqrt(Inputs);
        foreach (ref var value in Parameters.AsSpan(FirstBias))
            value = random.NextGaussian();
        foreach (ref var value in Parameters.AsSpan(SecondWeights))
            value = 0.1 * random.NextGaussian();
    }

    public double Forward(ReadOnlySpan<double> x)
    {
        var logit = Parameters[^1];
        for (var k = 0; k < Hidden; k++)
        {
            var u = Parameters[FirstBias.Start.Value + k];
            for (var j = 0; j < Inputs; j++)
                u += Parameters[k * Inputs + j] * x[j];
            _arguments[k] = u;
            logit += Parameters[SecondWeights.Start.Value + k] * u * u;
        }

        return logit;
    }

    /// <summary>Adds the gradient of the parameters for the input of the last <see cref="Forward"/>.</summary>
    public void Backward(double logitGradient, ReadOnlySpan<double> x, Span<double> gradient)
    {
        gradient[^1] += logitGradient;
        for (var k = 0; k < Hidden; k++)
        {
            var u = _arguments[k];
            gradient[SecondWeights.Start.Value + k] += logitGradient * u * u;
            var du = 2 * logitGradient * Parameters[SecondWeights.Start.Value + k] * u;
            gradient[FirstBias.Start.Value + k] += du;
            for (var j = 0; j < Inputs; j++)
                gradient[k * Inputs + j] += du * x[j];
        }
    }
}
