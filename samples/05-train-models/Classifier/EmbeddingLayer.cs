using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Classifier;

/// <summary>
/// The public half of the model while it is trained: r = word + position, x = r / sqrt(mean(r^2) + 0.001), and its derivative
/// dr = k dx - r (dx.r) k^3 / d with k = 1 / sqrt(mean(r^2) + 0.001).
/// </summary>
public sealed class EmbeddingLayer
{
    private readonly int _dimensions;
    private readonly double[] _raw;
    private readonly double[] _inverseRoots;

    public EmbeddingLayer(double[] words, int dimensions, int tokens)
    {
        _dimensions = dimensions;
        Words = words;
        Positions = new double[tokens * dimensions];
        _raw = new double[tokens * dimensions];
        _inverseRoots = new double[tokens];
    }

    public double[] Words { get; }

    public double[] Positions { get; }

    /// <summary>Writes one normalised row for each id; what <see cref="Backward"/> needs is kept until the next call.</summary>
    public void Forward(ReadOnlySpan<int> ids, Span<double> rows)
    {
        for (var t = 0; t < ids.Length; t++)
        {
            var raw = _raw.AsSpan(t * _dimensions, _dimensions);
            Words.AsSpan(ids[t] * _dimensions, _dimensions).CopyTo(raw);
            VectorMath.AddScaled(1, Positions.AsSpan(t * _dimensions, _dimensions), raw);
            _inverseRoots[t] = 1 / Math.Sqrt(VectorMath.Dot<double>(raw, raw) / _dimensions + EmbeddingTable.MeanSquareOffset);
            var row = rows.Slice(t * _dimensions, _dimensions);
            row.Clear();
            VectorMath.AddScaled(_inverseRoots[t], raw, row);
        }
    }

    /// <summary>Turns the gradient of normalised rows, in place, into the gradient of the sums of word and position.</summary>
    public void Backward(int length, Span<double> rowGradient)
    {
        for (var t = 0; t < length; t++)
        {
            var raw = _raw.AsSpan(t * _dimensions, _dimensions);
            var gradient = rowGradient.Slice(t * _dimensions, _dimensions);
            var k = _inverseRoots[t];
            var along = VectorMath.Dot<double>(gradient, raw) * k * k * k / _dimensions;
            for (var j = 0; j < _dimensions; j++)
                gradient[j] = k * gradient[j] - along * raw[j];
        }
    }
}
