using BasedAI.Cerberus;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// A transformer as its file has it, evaluated in the clear and in double precision straight from the definitions of torch.nn: what the
/// encrypted evaluation is compared with. Knows nothing of diagonals or derivatives.
/// </summary>
public sealed class WrittenTransformer
{
    private readonly TransformerShape _shape;
    private readonly WrittenBlock[] _blocks;
    private readonly double[] _classifier, _bias;

    public WrittenTransformer(TransformerShape shape, IReadOnlyDictionary<string, Tensor> tensors)
    {
        _shape = shape;
        _blocks = Enumerable.Range(0, shape.Blocks)
            .Select(block => new WrittenBlock(shape, tensors, TransformerConfig.BlockPrefix(shape, block))).ToArray();
        _classifier = tensors.TryGetValue("classifier.weight", out var weight) ? WrittenBlock.Values(weight) : [];
        _bias = tensors.TryGetValue("classifier.bias", out var bias) ? WrittenBlock.Values(bias) : [];
    }

    public IReadOnlyList<WrittenBlock> Blocks => _blocks;

    /// <summary>The logits of rows as the client makes them, which end before the constant feature.</summary>
    public double[] Logits(double[,] rows, int length)
    {
        var pooled = Pooled(rows, length);
        var logits = new double[_bias.Length];
        for (var c = 0; c < logits.Length; c++)
            logits[c] = _bias[c] + VectorMath.Dot<double>(_classifier.AsSpan(c * _shape.Features, _shape.Features), pooled);
        return logits;
    }

    /// <summary>The mean over tokens of what the last block gives.</summary>
    public double[] Pooled(double[,] rows, int length)
    {
        var d = _shape.Features;
        var x = new double[length * d];
        for (var t = 0; t < length; t++)
        {
            for (var j = 0; j < d - 1; j++)
                x[t * d + j] = rows[t, j];
            x[t * d + d - 1] = 1;
        }

        foreach (var block in _blocks)
            x = block.Apply(x, length);
        var pooled = new double[d];
        for (var t = 0; t < length; t++)
            VectorMath.AddScaled(1.0 / length, x.AsSpan(t * d, d), pooled);
        return pooled;
    }
}
