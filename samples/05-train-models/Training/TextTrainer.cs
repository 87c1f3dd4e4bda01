using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using BasedAI.Samples.TrainModels.Data;

namespace BasedAI.Samples.TrainModels.Training;

/// <summary>
/// Trains a text model on labelled texts, from given word vectors, by gradient descent on the cross entropy: Adam for the body once
/// a batch, Adagrad for the rows of the example's words at once. One thread; a function of its arguments and the seed.
/// </summary>
public sealed class TextTrainer<T>
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    private readonly TextTrainerOptions _options;
    private readonly TrainingRandom _random;
    private readonly T[] _gradient, _rows, _rowGradient, _logits;
    private readonly double[] _exactLogits, _ranges;
    private readonly int[] _ids;
    private readonly T _batchSize;
    private Adam<T> _adam;
    private Adagrad<T> _wordSteps, _positionSteps;

    /// <param name="model">The body; initialised here.</param>
    /// <param name="words">Initial word embeddings, vocabulary x features; taken over and changed.</param>
    /// <param name="features">The dimensions, or one more for a constant feature.</param>
    /// <param name="options">The recipe.</param>
    /// <param name="seed">Of the initial weights, the order of examples and the dropout.</param>
    public TextTrainer(ITextModel<T> model, T[] words, int features, TextTrainerOptions options, ulong seed)
    {
        _options = options;
        _random = new TrainingRandom(seed);
        Model = model;
        Model.Initialize(_random);
        Embeddings = new EmbeddingLayer<T>(words, options.Dimensions, features, options.Tokens);
        ForgetSteps();
        _gradient = new T[Model.Parameters.Length];
        _rows = new T[options.Tokens * features];
        _rowGradient = new T[_rows.Length];
        _logits = new T[model.Outputs];
        _exactLogits = new double[model.Outputs];
        _ranges = new double[model.Outputs];
        _ids = new int[options.Tokens];
        _batchSize = T.CreateChecked(options.BatchSize);
    }

    public ITextModel<T> Model { get; }

    public EmbeddingLayer<T> Embeddings { get; }

    /// <summary>Trains on from where the model is, with optimisers that remember nothing and the full learning rate again.</summary>
    public void Train(IReadOnlyList<Example> examples, int epochs, Action<string> progress)
    {
        ForgetSteps();
        var order = Enumerable.Range(0, examples.Count).ToArray();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            _random.Shuffle(order);
            var (loss, correct) = TrainEpoch(examples, order, epoch, epochs);
            progress(
                $"epoch {epoch + 1} of {epochs}: loss {loss / order.Length:F4}, "
                + $"{100.0 * correct / order.Length:F1} % right with words dropped");
        }
    }

    /// <summary>The class the model names for an example, without dropout.</summary>
    public int Predict(Example example)
    {
        Forward(example.Ids);
        return Loss.Predict(_exactLogits);
    }

    [MemberNotNull(nameof(_adam), nameof(_wordSteps), nameof(_positionSteps))]
    private void ForgetSteps()
    {
        _adam = new Adam<T>(Model.Parameters.Length, _options.WeightDecay, _options.MaxGradientNorm);
        _wordSteps = new Adagrad<T>(Embeddings.Words.Length, _options.EmbeddingLearningRate);
        _positionSteps = new Adagrad<T>(Embeddings.Positions.Length, _options.EmbeddingLearningRate);
    }

    private (double Loss, int Correct) TrainEpoch(IReadOnlyList<Example> examples, int[] order, int epoch, int epochs)
    {
        var loss = 0.0;
        var correct = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var example = examples[order[i]];
            loss += TrainExample(example, ref correct);
            if ((i + 1) % _options.BatchSize == 0 || i + 1 == order.Length)
            {
                var progress = (epoch + (double)i / order.Length) / epochs;
                foreach (ref var value in _gradient.AsSpan())
                    value /= _batchSize;
                Model.Constrain(_gradient);
                _adam.Step(Model.Parameters, _gradient, _options.LearningRate * (1 - progress));
                Model.ParametersChanged();
            }
        }

        return (loss, correct);
    }

    private double TrainExample(Example example, ref int correct)
    {
        var length = DropWords(example.Ids);
        var ids = _ids.AsSpan(0, length);
        Forward(ids);
        if (Loss.Predict(_exactLogits) == example.Label)
            correct++;
        for (var c = 0; c < _ranges.Length; c++)
            _ranges[c] = _options.LogitLimit is { } limit ? Loss.RangeDerivative(_exactLogits[c], limit) : 0;
        var loss = Loss.Differentiate(_exactLogits, example.Label, _options.LabelSmoothing);
        for (var c = 0; c < _logits.Length; c++)
            _logits[c] = T.CreateTruncating(_exactLogits[c] + _ranges[c]);
        Model.Backward(_logits, _rows, length, _gradient, _rowGradient);
        Embeddings.Backward(length, _rowGradient);
        var features = Embeddings.Features;
        for (var t = 0; t < length; t++)
        {
            var gradient = _rowGradient.AsSpan(t * features, features);
            _wordSteps.Step(Embeddings.Words, ids[t] * features, gradient);
            _positionSteps.Step(Embeddings.Positions, t * features, gradient);
        }

        return loss;
    }

    private void Forward(ReadOnlySpan<int> ids)
    {
        Embeddings.Forward(ids, _rows);
        Model.Forward(_rows, ids.Length, _logits);
        for (var c = 0; c < _logits.Length; c++)
            _exactLogits[c] = double.CreateTruncating(_logits[c]);
    }

    // Copies the words that stay to _ids; the first one stays if no other does.
    private int DropWords(int[] ids)
    {
        var drop = ids.Length > 3 ? _options.WordDropout : ids.Length == 3 ? _options.ShortTextDropout : 0;
        var length = 0;
        foreach (var id in ids)
            if (drop == 0 || _random.NextDouble() >= drop)
                _ids[length++] = _random.NextDouble() < _options.UnknownRate ? 0 : id;
        if (length == 0)
            _ids[length++] = ids[0];
        return length;
    }
}
