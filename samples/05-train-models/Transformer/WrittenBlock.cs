using BasedAI.Cerberus;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// One block of a <see cref="WrittenTransformer"/>. Remembers the largest scores and arguments of the activation it met and how evenly
/// each head looked: the entropy of a query's weights f over the keys, divided by log n, averaged over queries of texts of two tokens
/// or more (1: every token alike).
/// </summary>
public sealed class WrittenBlock
{
    private readonly TransformerShape _shape;
    private readonly double[] _projections, _output, _first, _firstBias, _second, _secondBias, _offsets;
    private readonly double[] _coefficients;
    private readonly double[] _entropySums;
    private long _entropyCount;

    public WrittenBlock(TransformerShape shape, IReadOnlyDictionary<string, Tensor> tensors, string prefix)
    {
        _shape = shape;
        _projections = Values(tensors[prefix + "attention.in_proj_weight"]);
        _offsets = Values(tensors[prefix + "attention.score_offset"]);
        _output = Values(tensors[prefix + "attention.out_proj.weight"]);
        _first = Values(tensors[prefix + "linear1.weight"]);
        _firstBias = Values(tensors[prefix + "linear1.bias"]);
        _coefficients = Values(tensors[prefix + "activation.coefficients"]);
        _second = Values(tensors[prefix + "linear2.weight"]);
        _secondBias = Values(tensors[prefix + "linear2.bias"]);
        _entropySums = new double[shape.Heads];
    }

    public double MaxScore { get; private set; }

    public double MaxArgument { get; private set; }

    public IReadOnlyList<double> Entropies => [.. _entropySums.Select(sum => sum / Math.Max(_entropyCount, 1))];

    internal static double[] Values(Tensor tensor)
    {
        var values = new double[tensor.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = tensor.Values[i];
        return values;
    }

    internal double[] Apply(double[] x, int n)
    {
        var (d, hidden) = (_shape.Features, _shape.HiddenFeatures);
        var projected = Multiply(_projections, x, n, d);
        var h = Multiply(_output, Attend(projected, n), n, d);
        VectorMath.AddScaled(1.0, x, h);
        var u = Multiply(_first, h, n, d);
        for (var t = 0; t < n; t++)
            VectorMath.AddScaled(1.0, _firstBias, u.AsSpan(t * hidden, hidden));
        foreach (ref var value in u.AsSpan())
        {
            MaxArgument = Math.Max(MaxArgument, Math.Abs(value));
            value = _coefficients[0] + (_coefficients[1] + _coefficients[2] * value) * value;
        }

        var g = Multiply(_second, u, n, hidden);
        VectorMath.AddScaled(1.0, h, g);
        for (var t = 0; t < n; t++)
            VectorMath.AddScaled(1.0, _secondBias, g.AsSpan(t * d, d));
        return g;
    }

    private double[] Attend(double[] projected, int n)
    {
        var (d, width) = (_shape.Features, _shape.HeadFeatures);
        var result = new double[n * d];
        var weights = new double[n];
        for (var head = 0; head < _shape.Heads; head++)
            for (var t = 0; t < n; t++)
            {
                for (var u = 0; u < n; u++)
                {
                    var score = VectorMath.Dot(Part(t, 0, head), Part(u, 1, head)) / d + _offsets[head];
                    MaxScore = Math.Max(MaxScore, Math.Abs(score));
                    weights[u] = score * score / n;
                    VectorMath.AddScaled(weights[u], Part(u, 2, head), result.AsSpan(t * d + head * width, width));
                }

                if (n > 1)
                    _entropySums[head] += Entropy(weights);
            }

        _entropyCount += n > 1 ? n : 0;
        return result;

        ReadOnlySpan<double> Part(int token, int which, int head) => projected.AsSpan(token * 3 * d + which * d + head * width, width);
    }

    private static double Entropy(double[] weights)
    {
        var sum = weights.Sum();
        var entropy = 0.0;
        foreach (var weight in weights)
            if (weight > 0)
                entropy -= weight / sum * Math.Log(weight / sum);
        return entropy / Math.Log(weights.Length);
    }

    // One row a token: weights [out, in] times the token's row of in.
    private static double[] Multiply(double[] weights, double[] rows, int n, int inputs)
    {
        var outputs = weights.Length / inputs;
        var result = new double[n * outputs];
        for (var t = 0; t < n; t++)
            for (var o = 0; o < outputs; o++)
                result[t * outputs + o] = VectorMath.Dot<double>(weights.AsSpan(o * inputs, inputs), rows.AsSpan(t * inputs, inputs));
        return result;
    }
}
