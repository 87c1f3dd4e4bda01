using BasedAI.Fhe;

namespace BasedAI.Cerberus.Tests;

/// <summary>Random models and inputs of the sizes a trained model has; everything follows from a seed.</summary>
internal static class SentimentSamples
{
    public static SentimentWeights Weights(int seed, int tokenCount = 32, int featureCount = 64, int headCount = 4)
    {
        var random = new Random(seed);
        double[] Draw(int count, double size) => [.. Enumerable.Range(0, count).Select(_ => size * (2 * random.NextDouble() - 1))];
        return new SentimentWeights(
            tokenCount,
            featureCount,
            headCount,
            Draw(headCount * featureCount, 0.15),
            Draw(headCount, 1),
            Draw(headCount * featureCount, 0.15),
            Draw(featureCount, 0.3),
            Draw(1, 1)[0]);
    }

    /// <summary>RMS-normalised rows (each row's mean square is 1); rows from <paramref name="length"/> on are zero.</summary>
    public static double[,] Rows(int seed, int length, int tokenCount = 32, int featureCount = 64)
    {
        var random = new Random(seed);
        double[,] rows = new double[tokenCount, featureCount];
        for (int t = 0; t < length; t++)
        {
            double squares = 0;
            for (int j = 0; j < featureCount; j++)
            {
                rows[t, j] = 2 * random.NextDouble() - 1;
                squares += rows[t, j] * rows[t, j];
            }
            double factor = Math.Sqrt(featureCount / squares);
            for (int j = 0; j < featureCount; j++)
            {
                rows[t, j] *= factor;
            }
        }
        return rows;
    }

    /// <summary>Slots of the ports "x" and "x/n", in order.</summary>
    public static (double[] X, double[] XOverN) Pack(double[,] rows, int length, int replicas = 2) => (
        Pack($"tokens-r{replicas}-a0-g1-o0-f0-e0-v1", rows, length),
        Pack($"tokens-r{replicas}-a0-g1-o0-f0-e3-v1", rows, length));

    /// <summary>Slots of one port.</summary>
    public static double[] Pack(string layoutId, double[,] rows, int length)
    {
        Assert.True(TokenLayout.TryParse(layoutId, rows.GetLength(0), rows.GetLength(1), out TokenLayout? layout), layoutId);
        double[] slots = new double[layout.SlotCount];
        layout.Pack(rows, length, slots);
        return slots;
    }
}
