using System.Numerics;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>
/// The secret half of a transformer, with its derivative: blocks, the mean over tokens, a linear classifier whose bias is its weight
/// from the constant feature. Every number sits in <see cref="Parameters"/>: blocks in order, then the classifier, output after output.
/// </summary>
public sealed class TransformerModel<T> : ITextModel<T>
    where T : unmanaged, INumber<T>
{
    private const double ClassifierDeviation = 0.1;

    private readonly TransformerBlock<T>[] _blocks;
    private readonly TokenRows<T>[] _rows;
    private readonly TokenRows<T>[] _gradients;

    public TransformerModel(TransformerShape shape)
    {
        Shape = shape;
        _blocks = new TransformerBlock<T>[shape.Blocks];
        var count = 0;
        for (var b = 0; b < _blocks.Length; b++)
        {
            _blocks[b] = new TransformerBlock<T>(shape, count, b == _blocks.Length - 1);
            count += _blocks[b].Layers.Count;
        }

        Classifier = count..(count + shape.Outputs * shape.Features);
        Parameters = new T[Classifier.End.Value];
        _rows = Enumerable.Range(0, shape.Blocks + 1).Select(_ => new TokenRows<T>(shape.Tokens, 1, shape.Features)).ToArray();
        _gradients = Enumerable.Range(0, shape.Blocks + 1).Select(_ => new TokenRows<T>(shape.Tokens, 1, shape.Features)).ToArray();
    }

    public TransformerShape Shape { get; }

    public T[] Parameters { get; }

    public int Outputs => Shape.Outputs;

    public IReadOnlyList<TransformerBlock<T>> Blocks => _blocks;

    public Range Classifier { get; }

    /// <summary>The mean over tokens in the last <see cref="Forward"/>; its last number is the constant 1.</summary>
    public ReadOnlySpan<T> Pooled => _rows[^1][0];

    public void Initialize(TrainingRandom random)
    {
        foreach (var block in _blocks)
            block.Layers.Initialize(Parameters, random, Shape.HeadFeatures);
        var deviation = Outputs == 1 ? ClassifierDeviation * Math.Sqrt(2) : ClassifierDeviation;
        foreach (ref var value in Parameters.AsSpan(Classifier))
            value = T.CreateTruncating(deviation * random.NextGaussian());
        for (var c = 0; c < Outputs; c++)
            Output(Parameters, c)[^1] = T.Zero;
        ParametersChanged();
    }

    public void Forward(ReadOnlySpan<T> rows, int length, Span<T> logits)
    {
        for (var t = 0; t < length; t++)
            rows.Slice(t * Shape.Features, Shape.Features).CopyTo(_rows[0][t]);
        for (var b = 0; b < _blocks.Length; b++)
            _blocks[b].Forward(Parameters, _rows[b], length, _rows[b + 1]);
        for (var c = 0; c < Outputs; c++)
            logits[c] = VectorMath.Dot<T>(Output(Parameters, c), _rows[^1][0]);
    }

    public void Backward(ReadOnlySpan<T> logitGradients, ReadOnlySpan<T> rows, int length, Span<T> gradient, Span<T> rowGradient)
    {
        _gradients[^1].Clear(1);
        for (var c = 0; c < Outputs; c++)
        {
            VectorMath.AddScaled(logitGradients[c], _rows[^1][0], Output(gradient, c));
            VectorMath.AddScaled(logitGradients[c], Output(Parameters, c), _gradients[^1][0]);
        }

        for (var b = _blocks.Length - 1; b >= 0; b--)
            _blocks[b].Backward(Parameters, _rows[b], length, _gradients[b + 1], gradient, _gradients[b]);
        for (var t = 0; t < length; t++)
            _gradients[0][t].CopyTo(rowGradient.Slice(t * Shape.Features, Shape.Features));
    }

    public void Constrain(Span<T> gradient)
    {
        foreach (var block in _blocks)
            block.Layers.Constrain(gradient);
    }

    public void ParametersChanged()
    {
        foreach (var block in _blocks)
            block.Layers.Refresh(Parameters);
    }

    private Span<T> Output(Span<T> all, int output) => all[Classifier].Slice(output * Shape.Features, Shape.Features);
}
