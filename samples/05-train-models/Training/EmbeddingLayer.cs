using System.Numerics;
using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Training;

/// <summary>
/// The public half of a text model while it is trained: r = word + position, x = r / sqrt(mean(r^2) + 0.001), and its derivative
/// dr = k dx - r (dx.r) k^3 / d with k = 1 / sqrt(mean(r^2) + 0.001). With one feature more than there are dimensions the row of a
/// token ends with the constant 1. Rows of the tables are as long as those of the tokens; what is beyond the dimensions stays zero.
/// </summary>
public sealed class EmbeddingLayer<T>
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    private readonly T[] _raw;
    private readonly T[] _inverseRoots;

    /// <param name="words">Words x features; taken over and changed.</param>
    /// <param name="dimensions">d, the numbers of a row that are learned.</param>
    /// <param name="features">d, or d + 1 for a constant feature.</param>
    /// <param name="tokens">T, the number of positions.</param>
    public EmbeddingLayer(T[] words, int dimensions, int features, int tokens)
    {
        if (features != dimensions && features != dimensions + 1)
            throw new ArgumentOutOfRangeException(nameof(features), features, $"{dimensions} dimensions make as many features or one more.");
        Dimensions = dimensions;
        Features = features;
        Words = words;
        Positions = new T[tokens * features];
        _raw = new T[tokens * features];
        _inverseRoots = new T[tokens];
    }

    public int Dimensions { get; }

    public int Features { get; }

    public T[] Words { get; }

    public T[] Positions { get; }

    /// <summary>Writes one normalised row for each id; what <see cref="Backward"/> needs is kept until the next call.</summary>
    public void Forward(ReadOnlySpan<int> ids, Span<T> rows)
    {
        for (var t = 0; t < ids.Length; t++)
        {
            var raw = _raw.AsSpan(t * Features, Features);
            Words.AsSpan(ids[t] * Features, Features).CopyTo(raw);
            VectorMath.AddScaled(T.One, Positions.AsSpan(t * Features, Features), raw);
            var mean = VectorMath.Dot<T>(raw, raw) / T.CreateTruncating(Dimensions);
            _inverseRoots[t] = T.One / T.Sqrt(mean + T.CreateTruncating(EmbeddingTable.MeanSquareOffset));
            var row = rows.Slice(t * Features, Features);
            row.Clear();
            VectorMath.AddScaled(_inverseRoots[t], raw, row);
            if (Features > Dimensions)
                row[Dimensions] = T.One;
        }
    }

    /// <summary>Turns the gradient of normalised rows, in place, into the gradient of the sums of word and position.</summary>
    public void Backward(int length, Span<T> rowGradient)
    {
        for (var t = 0; t < length; t++)
        {
            var raw = _raw.AsSpan(t * Features, Features);
            var gradient = rowGradient.Slice(t * Features, Features);
            var k = _inverseRoots[t];
            var along = VectorMath.Dot<T>(gradient, raw) * k * k * k / T.CreateTruncating(Dimensions);
            for (var j = 0; j < Dimensions; j++)
                gradient[j] = k * gradient[j] - along * raw[j];
            gradient[Dimensions..].Clear();
        }
    }
}
