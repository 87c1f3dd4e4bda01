namespace BasedAI.Samples.TrainModels.Vectors;

/// <summary>1 / (1 + exp(-x)) in single precision: 0 and 1 beyond |x| = 8, else a table in steps of 1/256; error below 0.0005.</summary>
public sealed class SigmoidTable
{
    private const int Limit = 8;
    private const int StepsPerUnit = 256;

    private readonly float[] _values = Enumerable.Range(0, 2 * Limit * StepsPerUnit)
        .Select(i => (float)(1 / (1 + Math.Exp(Limit - (i + 0.5) / StepsPerUnit)))).ToArray();

    public float this[float x] => x >= Limit ? 1 : x < -Limit ? 0 : _values[(int)((x + Limit) * StepsPerUnit)];
}
