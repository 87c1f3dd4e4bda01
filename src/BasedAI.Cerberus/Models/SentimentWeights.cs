namespace BasedAI.Cerberus;

/// <summary>
/// Weights of the attention-pooling sentiment model, in double precision:
/// <code>
/// logit = b + Σ_j w_j·(1/n)·Σ_t x_tj + Σ_h (1/n)·Σ_t (x_t·u_h + c_h)²·(x_t·v_h)
/// </code>
/// where x_t is the RMS-normalised feature row of token t and n the number of real tokens. There is no softmax and no
/// layer normalisation, so the formula is a polynomial of degree 3 in x and can be evaluated under encryption as it stands.
/// Immutable.
/// </summary>
public sealed class SentimentWeights
{
    /// <summary>Largest number of tokens a model may have.</summary>
    public const int MaxTokenCount = 64;

    /// <summary>Largest number of features a token may have.</summary>
    public const int MaxFeatureCount = 256;

    /// <summary>Largest number of attention heads a model may have.</summary>
    public const int MaxHeadCount = 8;

    private readonly double[] _queries;
    private readonly double[] _offsets;
    private readonly double[] _values;
    private readonly double[] _linear;

    /// <summary>Takes copies of the arrays.</summary>
    /// <param name="tokenCount">T: tokens in one input, 1 to <see cref="MaxTokenCount"/>.</param>
    /// <param name="featureCount">d: features of one token, 1 to <see cref="MaxFeatureCount"/>.</param>
    /// <param name="headCount">Number of heads, 1 to <see cref="MaxHeadCount"/>.</param>
    /// <param name="queries">u: headCount rows of featureCount values; includes any 1/√d scaling.</param>
    /// <param name="offsets">c: one value per head.</param>
    /// <param name="values">v: headCount rows of featureCount values.</param>
    /// <param name="linear">w: featureCount values.</param>
    /// <param name="bias">b.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is outside its range.</exception>
    /// <exception cref="ArgumentException">An array has the wrong length, or a value is not finite.</exception>
    public SentimentWeights(
        int tokenCount,
        int featureCount,
        int headCount,
        ReadOnlySpan<double> queries,
        ReadOnlySpan<double> offsets,
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> linear,
        double bias)
    {
        RequireRange(tokenCount, MaxTokenCount, nameof(tokenCount));
        RequireRange(featureCount, MaxFeatureCount, nameof(featureCount));
        RequireRange(headCount, MaxHeadCount, nameof(headCount));
        TokenCount = tokenCount;
        FeatureCount = featureCount;
        HeadCount = headCount;
        _queries = Checked(queries, headCount * featureCount, nameof(queries));
        _offsets = Checked(offsets, headCount, nameof(offsets));
        _values = Checked(values, headCount * featureCount, nameof(values));
        _linear = Checked(linear, featureCount, nameof(linear));
        Bias = Checked([bias], 1, nameof(bias))[0];
    }

    /// <summary>T: tokens in one input; shorter inputs are padded with zero rows.</summary>
    public int TokenCount { get; }

    /// <summary>d: features of one token.</summary>
    public int FeatureCount { get; }

    /// <summary>Number of attention heads.</summary>
    public int HeadCount { get; }

    /// <summary>u, head-major: value j of head h is at h·d + j.</summary>
    public ReadOnlySpan<double> Queries => _queries;

    /// <summary>c, one per head.</summary>
    public ReadOnlySpan<double> Offsets => _offsets;

    /// <summary>v, head-major: value j of head h is at h·d + j.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>w, one per feature.</summary>
    public ReadOnlySpan<double> Linear => _linear;

    /// <summary>b.</summary>
    public double Bias { get; }

    /// <summary>u of one head.</summary>
    /// <param name="head">0 to <see cref="HeadCount"/> − 1.</param>
    public ReadOnlySpan<double> Query(int head) => _queries.AsSpan(head * FeatureCount, FeatureCount);

    /// <summary>v of one head.</summary>
    /// <param name="head">0 to <see cref="HeadCount"/> − 1.</param>
    public ReadOnlySpan<double> Value(int head) => _values.AsSpan(head * FeatureCount, FeatureCount);

    /// <summary>The reference formula in double precision; the sigmoid of it is the probability of "positive".</summary>
    /// <param name="rows">T × d; row t is x_t, rows from <paramref name="length"/> on are ignored.</param>
    /// <param name="length">n: number of real tokens, 1 to T.</param>
    /// <exception cref="ArgumentException">The matrix is not T × d.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is not 1 to T.</exception>
    public double Logit(double[,] rows, int length)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.GetLength(0) != TokenCount || rows.GetLength(1) != FeatureCount)
        {
            throw new ArgumentException(
                $"The matrix is {rows.GetLength(0)}x{rows.GetLength(1)}; the model takes {TokenCount}x{FeatureCount}. Pad with zero rows.",
                nameof(rows));
        }
        RequireRange(length, TokenCount, nameof(length));

        double sum = 0;
        for (int t = 0; t < length; t++)
        {
            sum += Dot(rows, t, _linear);
            for (int h = 0; h < HeadCount; h++)
            {
                double score = Dot(rows, t, Query(h)) + _offsets[h];
                sum += score * score * Dot(rows, t, Value(h));
            }
        }
        return Bias + sum / length;
    }

    private static double Dot(double[,] rows, int t, ReadOnlySpan<double> vector)
    {
        double sum = 0;
        for (int j = 0; j < vector.Length; j++)
        {
            sum += rows[t, j] * vector[j];
        }
        return sum;
    }

    private static void RequireRange(int value, int max, string name)
    {
        if (value < 1 || value > max)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 to {max}.");
        }
    }

    private static double[] Checked(ReadOnlySpan<double> source, int length, string name)
    {
        if (source.Length != length)
        {
            throw new ArgumentException($"{name} has {source.Length} values; the dimensions ask for {length}.", name);
        }
        foreach (double value in source)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"{name} holds a value that is not finite.", name);
            }
        }
        return source.ToArray();
    }
}
