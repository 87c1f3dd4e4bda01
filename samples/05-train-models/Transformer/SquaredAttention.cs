using System.Numerics;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// The scores of attention with a square in place of softmax, and what they weigh: for each head s_tu = q_t.k_u / d + c,
/// f_tu = s_tu^2 / n, z_t = sum_u f_tu v_u. Derivative: df_tu = dz_t.v_u, dv_u += sum_t f_tu dz_t, r_tu = 2 s_tu df_tu / n,
/// dc += sum r_tu, dq_t += sum_u r_tu k_u / d, dk_u += sum_t r_tu q_t / d. Cost: 2 n^2 d multiply-adds, 4 n^2 d back.
/// </summary>
public sealed class SquaredAttention<T>(int tokens, int heads, int features, double scoreScale)
    where T : unmanaged, INumber<T>
{
    private readonly T[] _scores = new T[heads * tokens * tokens];
    private readonly T _scale = T.CreateChecked(scoreScale);
    private readonly int _headFeatures = features / heads;

    /// <summary>The scores of a head of the last <see cref="Forward"/> for a query t, one for each key.</summary>
    public ReadOnlySpan<T> Scores(int head, int query, int length) => _scores.AsSpan((head * tokens + query) * tokens, length);

    public void Forward(
        TokenRows<T> queries, TokenRows<T> keys, TokenRows<T> values, int length, ReadOnlySpan<T> offsets, TokenRows<T> outputs)
    {
        var n = T.CreateChecked(length);
        for (var h = 0; h < heads; h++)
            for (var t = 0; t < length; t++)
            {
                var query = Head(queries, t, h);
                var output = Head(outputs, t, h);
                output.Clear();
                var scores = _scores.AsSpan((h * tokens + t) * tokens, length);
                for (var u = 0; u < length; u++)
                {
                    scores[u] = VectorMath.Dot<T>(query, Head(keys, u, h)) * _scale + offsets[h];
                    VectorMath.AddScaled(scores[u] * scores[u] / n, Head(values, u, h), output);
                }
            }
    }

    /// <summary>
    /// Adds to the gradients of queries, keys, values and offsets. Those of keys and values may be one, and may be that of the rows.
    /// </summary>
    public void Backward(
        TokenRows<T> queries, TokenRows<T> keys, TokenRows<T> values, int length, TokenRows<T> outputGradients,
        Span<T> offsetGradients, TokenRows<T> queryGradients, TokenRows<T> keyGradients, TokenRows<T> valueGradients)
    {
        var n = T.CreateChecked(length);
        for (var h = 0; h < heads; h++)
            for (var t = 0; t < length; t++)
            {
                var scores = Scores(h, t, length);
                var query = Head(queries, t, h);
                var dz = Head(outputGradients, t, h);
                for (var u = 0; u < length; u++)
                {
                    var score = scores[u];
                    var r = VectorMath.Dot<T>(dz, Head(values, u, h)) * (score + score) / n;
                    offsetGradients[h] += r;
                    VectorMath.AddScaled(score * score / n, dz, Head(valueGradients, u, h));
                    VectorMath.AddScaled(r * _scale, query, Head(keyGradients, u, h));
                    VectorMath.AddScaled(r * _scale, Head(keys, u, h), Head(queryGradients, t, h));
                }
            }
    }

    private Span<T> Head(TokenRows<T> rows, int token, int head) =>
        rows.Values.AsSpan(rows.Offset(token, 0) + head * _headFeatures, _headFeatures);
}
