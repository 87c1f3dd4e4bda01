using BasedAI.Cerberus;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>
/// The secret half of the model, with its derivative:
/// logit = b + (1/n) sum_t [ x_t.w + sum_h s_th^2 (x_t.v_h) ],  s_th = (x_t.u_h)/8 + c_h.
/// With g = d loss / d logit: dw += g/n sum_t x_t; dv_h += g/n sum_t s_th^2 x_t; with q_th = 2 g/n s_th (x_t.v_h):
/// dc_h += sum_t q_th, du_h += sum_t q_th/8 x_t; dx_t = g/n (w + sum_h s_th^2 v_h) + sum_h q_th/8 u_h.
/// Cost: 4 d multiply-adds per token and head.
/// </summary>
public sealed class AttentionPoolingModel : ITextModel<double>
{
    /// <summary>Keeps scores near c_h when training begins; folded into the exported u.</summary>
    public const double QueryScale = 0.125;

    private const double InitialOffset = 0.7;

    private readonly double[] _scores;
    private readonly double[] _contents;

    public AttentionPoolingModel(int dimensions, int heads, int tokens)
    {
        Dimensions = dimensions;
        Heads = heads;
        Tokens = tokens;
        Parameters = new double[2 * heads * dimensions + heads + dimensions + 1];
        _scores = new double[tokens * heads];
        _contents = new double[tokens * heads];
    }

    public int Dimensions { get; }

    public int Heads { get; }

    public int Tokens { get; }

    public int Outputs => 1;

    /// <summary>u, v, w, c, b.</summary>
    public double[] Parameters { get; }

    /// <summary>Scores s_th of the last <see cref="Forward"/>, token after token.</summary>
    public ReadOnlySpan<double> Scores(int length) => _scores.AsSpan(0, length * Heads);

    public void Initialize(TrainingRandom random)
    {
        Fill(Query(Parameters, 0, Heads), random, 0.1);
        Fill(Value(Parameters, 0, Heads), random, 0.05);
        Fill(Linear(Parameters), random, 0.1 * Math.Sqrt(2));
        Offsets(Parameters).Fill(InitialOffset);
    }

    public void Forward(ReadOnlySpan<double> rows, int length, Span<double> logits)
    {
        var sum = 0.0;
        for (var t = 0; t < length; t++)
        {
            var x = rows.Slice(t * Dimensions, Dimensions);
            sum += VectorMath.Dot(x, Linear(Parameters));
            for (var h = 0; h < Heads; h++)
            {
                var score = QueryScale * VectorMath.Dot(x, Query(Parameters, h, 1)) + Offsets(Parameters)[h];
                var content = VectorMath.Dot(x, Value(Parameters, h, 1));
                sum += score * score * content;
                _scores[t * Heads + h] = score;
                _contents[t * Heads + h] = content;
            }
        }

        logits[0] = Parameters[^1] + sum / length;
    }

    public void Backward(
        ReadOnlySpan<double> logitGradients, ReadOnlySpan<double> rows, int length, Span<double> gradient, Span<double> rowGradient)
    {
        var g = logitGradients[0] / length;
        gradient[^1] += logitGradients[0];
        for (var t = 0; t < length; t++)
        {
            var x = rows.Slice(t * Dimensions, Dimensions);
            var dx = rowGradient.Slice(t * Dimensions, Dimensions);
            dx.Clear();
            VectorMath.AddScaled(g, Linear(Parameters), dx);
            VectorMath.AddScaled(g, x, Linear(gradient));
            for (var h = 0; h < Heads; h++)
            {
                var score = _scores[t * Heads + h];
                var q = 2 * g * score * _contents[t * Heads + h];
                Offsets(gradient)[h] += q;
                VectorMath.AddScaled(g * score * score, x, Value(gradient, h, 1));
                VectorMath.AddScaled(g * score * score, Value(Parameters, h, 1), dx);
                VectorMath.AddScaled(q * QueryScale, x, Query(gradient, h, 1));
                VectorMath.AddScaled(q * QueryScale, Query(Parameters, h, 1), dx);
            }
        }
    }

    public void Constrain(Span<double> gradient)
    {
    }

    public void ParametersChanged()
    {
    }

    /// <summary>The weights as the compiler takes them, u with its scale folded in.</summary>
    public SentimentWeights ToWeights()
    {
        var queries = Query(Parameters, 0, Heads).ToArray();
        foreach (ref var value in queries.AsSpan())
            value *= QueryScale;
        return new SentimentWeights(
            Tokens, Dimensions, Heads, queries, Offsets(Parameters), Value(Parameters, 0, Heads), Linear(Parameters), Parameters[^1]);
    }

    private static void Fill(Span<double> values, TrainingRandom random, double deviation)
    {
        foreach (ref var value in values)
            value = deviation * random.NextGaussian();
    }

    private Span<double> Query(Span<double> all, int head, int count) => all.Slice(head * Dimensions, count * Dimensions);

    private Span<double> Value(Span<double> all, int head, int count) => all.Slice((Heads + head) * Dimensions, count * Dimensions);

    private Span<double> Linear(Span<double> all) => all.Slice(2 * Heads * Dimensions, Dimensions);

    private Span<double> Offsets(Span<double> all) => all.Slice((2 * Heads + 1) * Dimensions, Heads);
}
