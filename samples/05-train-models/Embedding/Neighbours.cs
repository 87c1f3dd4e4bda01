using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Embedding;

/// <summary>Judges texts by the nearest labelled ones: a majority of k by the cosine of their vectors.</summary>
public sealed class Neighbours(IReadOnlyList<double[]> vectors, IReadOnlyList<int> labels, int k)
{
    private readonly double[][] _directions = [.. vectors.Select(Direction)];

    public double Accuracy(IReadOnlyList<double[]> texts, IReadOnlyList<int> expected)
    {
        var right = new bool[texts.Count];
        Parallel.For(0, texts.Count, i => right[i] = Predict(texts[i]) == expected[i]);
        return (double)right.Count(value => value) / texts.Count;
    }

    /// <summary>The class most of the k nearest have; of two as frequent ones the smaller.</summary>
    public int Predict(double[] vector)
    {
        var direction = Direction(vector);
        var nearest = new PriorityQueue<int, double>();
        for (var i = 0; i < _directions.Length; i++)
        {
            var cosine = VectorMath.Dot<double>(direction, _directions[i]);
            if (nearest.Count < k)
                nearest.Enqueue(i, cosine);
            else
                nearest.EnqueueDequeue(i, cosine);
        }

        return nearest.UnorderedItems.GroupBy(item => labels[item.Element])
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
    }

    private static double[] Direction(double[] vector)
    {
        var length = Math.Sqrt(VectorMath.Dot<double>(vector, vector));
        return length == 0 ? vector : [.. vector.Select(value => value / length)];
    }
}
