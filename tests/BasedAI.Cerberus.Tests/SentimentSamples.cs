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
}
