using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Transformer;

namespace BasedAI.Samples.TrainModels.Sentiment;

/// <summary>Trains one seed of a sentiment transformer: pieces of reviews, then phrases, then rounding and the dev set.</summary>
public sealed class SentimentTrainer
{
    private readonly SentimentTexts _texts;
    private readonly TransformerRecipe _recipe;
    private readonly TextTrainerOptions _options;
    private readonly ulong _seed;
    private readonly TransformerModel<float> _body;
    private readonly TextTrainer<float> _trainer;

    /// <param name="texts">What it is trained and measured on.</param>
    /// <param name="recipe">Its form and how.</param>
    /// <param name="seed">From 1.</param>
    /// <param name="table">Word and position rows to take over as they are, the body being trained by the phrases alone; null: they are trained too.</param>
    public SentimentTrainer(SentimentTexts texts, TransformerRecipe recipe, ulong seed, EmbeddingLayer<float>? table = null)
    {
        (_texts, _recipe, _seed) = (texts, recipe, seed);
        _body = new TransformerModel<float>(recipe.Shape);
        _options = table is null ? recipe.Trainer : recipe.Trainer with { EmbeddingLearningRate = 0, ReviewEpochs = 0 };
        _trainer = new TextTrainer<float>(_body, (float[])(table?.Words ?? texts.InitialRows).Clone(), recipe.Shape.Features, _options, seed);
        table?.Positions.CopyTo(_trainer.Embeddings.Positions, 0);
    }

    public EmbeddingLayer<float> Table => _trainer.Embeddings;

    public TrainedTransformer Train(Action<string> progress)
    {
        _trainer.Train(_texts.Pieces, _options.ReviewEpochs, message => progress("reviews, " + message));
        _trainer.Train(_texts.PhraseExamples, _options.Epochs, message => progress("phrases, " + message));
        var right = _texts.DevExamples.Count(example => _trainer.Predict(example) == example.Label);
        var tensors = TransformerTensors.Of(_body);
        var embeddings = Quantizer.Quantize(Table);
        var dev = TextEvaluation.Run(new WrittenTransformer(_recipe.Shape, tensors), _texts.Vocabulary, embeddings, _texts.Dev);
        var accuracy = (double)right / _texts.DevExamples.Count;
        progress($"dev {100 * dev.Accuracy:F2} % as written, {100 * accuracy:F2} % before rounding to int8");
        return new TrainedTransformer(_seed, _recipe.Shape, tensors, embeddings, accuracy, dev);
    }
}
