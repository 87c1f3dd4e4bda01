namespace BasedAI.Samples.TrainModels.Classifier;

/// <summary>Adagrad (Duchi, Hazan and Singer 2011) on single rows of a table: rows never used cost nothing and never move.</summary>
public sealed class Adagrad(int count, double learningRate)
{
    private const double Epsilon = 1e-3;

    private readonly double[] _square = new double[count];

    /// <summary>One step of the row that begins at <paramref name="offset"/>.</summary>
    public void Step(double[] table, int offset, ReadOnlySpan<double> gradient)
    {
        var row = table.AsSpan(offset, gradient.Length);
        var square = _square.AsSpan(offset, gradient.Length);
        for (var j = 0; j < gradient.Length; j++)
        {
            square[j] += gradient[j] * gradient[j];
            row[j] -= learningRate * gradient[j] / (Math.Sqrt(square[j]) + Epsilon);
        }
    }
}
