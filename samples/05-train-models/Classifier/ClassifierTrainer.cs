using System.Diagnostics.CodeAnalysis;
using BasedAI.Samples.TrainModels.Data;

namespace BasedAI.Samples.TrainModels.Classifier;

/// <summary>
/// Trains the classifier on labelled phrases, from given word vectors, by gradient descent on the logistic loss: Adam for the body once
/// a batch, Adagrad for the rows of the example's words at once. One thread; a function of its arguments and the seed.
/// </summary>
public sealed class ClassifierTrainer
{
    private readonly ClassifierOptions _options;
    private readonly TrainingRandom _random;
    private readonly double[] _gradient, _rows, _rowGradient;
    private readonly int[] _ids;
    private Adam _adam;
    private Adagrad _wordSteps, _positionSteps;

    /// <param name="words">Initial word embeddings, vocabulary x d; taken over and changed.</param>
    /// <param name="options">The recipe.</param>
    /// <param name="seed">Of the initial weights, the order of examples and the dropout.</param>
    public ClassifierTrainer(double[] words, ClassifierOptions options, ulong seed)
    {
        _options = options;
        _random = new TrainingRandom(seed);
        Model = new AttentionPoolingModel(options.Dimensions, options.Heads, options.Tokens);
        Model.Initialize(_random);
        Embeddings = new EmbeddingLayer(words, options.Dimensions, options.Tokens);
        ForgetSteps();
        _gradient = new double[Model.Parameters.Length];
        _rows = new double[options.Tokens * options.Dimensions];
        _rowGradient = new double[_rows.Length];
        _ids = new int[options.Tokens];
    }

    public AttentionPoolingModel Model { get; }

    public EmbeddingLayer Embeddings { get; }

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

    /// <summary>The logit of an example, without dropout.</summary>
    public double Evaluate(Example example)
    {
        Embeddings.Forward(example.Ids, _rows);
        return Model.Forward(_rows, example.Ids.Length);
    }

    [MemberNotNull(nameof(_adam), nameof(_wordSteps), nameof(_positionSteps))]
    private void ForgetSteps()
    {
        _adam = new Adam(Model.Parameters.Length, _options.WeightDecay, _options.MaxGradientNorm);
        _wordSteps = new Adagrad(Embeddings.Words.Length, _options.EmbeddingLearningRate);
        _positionSteps = new Adagrad(Embeddings.Positions.Length, _options.EmbeddingLearningRate);
    }

    private (double Loss, int Correct) TrainEpoch(IReadOnlyList<Example> examples, int[] order, int epoch, int epochs)
    {
        var loss = 0.0;
        var correct = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var example = examples[order[i]];
            var logit = TrainExample(example);
            loss += LogisticLoss(example.IsPositive ? logit : -logit);
            if (logit > 0 == example.IsPositive)
                correct++;
            if ((i + 1) % _options.BatchSize == 0 || i + 1 == order.Length)
            {
                var progress = (epoch + (double)i / order.Length) / epochs;
                foreach (ref var value in _gradient.AsSpan())
                    value /= _options.BatchSize;
                _adam.Step(Model.Parameters, _gradient, _options.LearningRate * (1 - progress));
            }
        }

        return (loss, correct);
    }

    private double TrainExample(Example example)
    {
        var d = _options.Dimensions;
        var length = DropWords(example.Ids);
        Embeddings.Forward(_ids.AsSpan(0, length), _rows);
        var logit = Model.Forward(_rows, length);
        var error = 1 / (1 + Math.Exp(-logit)) - (example.IsPositive ? 1 : 0);
        Model.Backward(error, _rows, length, _gradient, _rowGradient);
        Embeddings.Backward(length, _rowGradient);
        for (var t = 0; t < length; t++)
        {
            var gradient = _rowGradient.AsSpan(t * d, d);
            _wordSteps.Step(Embeddings.Words, _ids[t] * d, gradient);
            _positionSteps.Step(Embeddings.Positions, t * d, gradient);
        }

        return logit;
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

    private static double LogisticLoss(double margin) =>
        margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
}
