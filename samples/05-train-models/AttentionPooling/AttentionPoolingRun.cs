using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Cards;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>
/// From texts to the folder of sentiment-mini: word vectors from the reviews, a vocabulary, one classifier a seed, rounding, evaluation,
/// the card, the plan. Every part runs on one thread; only different seeds run side by side, so the files do not depend on the number
/// of cores.
/// </summary>
public sealed class AttentionPoolingRun(RunOptions options, AttentionPoolingRecipe recipe, RunLog log)
{
    public AttentionPoolingSummary Execute()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seeds, 1);
        var vectors = ReviewVectors.Get(options, recipe.SkipGram, log);
        var phrases = SentimentReader.Read(options.DataDirectory, "train");
        var dev = SentimentReader.Read(options.DataDirectory, "dev");
        var vocabulary = VocabularyBuilder.Build(phrases, vectors, options.MaxRows);
        log.Write($"sst2: {phrases.Count:N0} training phrases, {dev.Count} dev sentences; vocabulary {vocabulary.Count:N0} words");

        var results = TrainSeeds(vocabulary, vectors, phrases, dev);
        var shipped = results.Single(result => result.Seed == RunOptions.ShippedSeed);
        var bytes = shipped.Model.Write(options.OutputDirectory);
        var summary = new AttentionPoolingSummary(results, shipped, bytes);
        CardFile.Write(options.OutputDirectory, AttentionPoolingCard.Create(summary, recipe));
        SummaryTable.Write(summary, log.Output);
        log.Write($"wrote {options.OutputDirectory}: {bytes:N0} bytes and card.json");
        return summary;
    }

    private SeedResult[] TrainSeeds(
        Vocabulary vocabulary, WordVectors vectors, IReadOnlyList<LabelledText> phrases, IReadOnlyList<LabelledText> dev)
    {
        var classifier = recipe.Classifier;
        var examples = Example.Encode(phrases, vocabulary, classifier.Tokens);
        var pieces = ReviewReader.ReadPieces(options.DataDirectory, vocabulary, options.MaxReviews, classifier.Tokens);
        log.Write($"imdb: {pieces.Count:N0} pieces of labelled reviews");
        var devExamples = Example.Encode(dev, vocabulary, classifier.Tokens);
        var initial = VocabularyBuilder.InitialRows(vocabulary, vectors, classifier.InitialVectorScale, recipe.SkipGram.Seed);
        var results = new SeedResult[options.Seeds];
        Parallel.For(0, options.Seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            var seed = (ulong)index + 1;
            var body = new AttentionPoolingModel(classifier.Dimensions, classifier.Heads, classifier.Tokens);
            var trainer = new TextTrainer<double>(body, (double[])initial.Clone(), classifier.Dimensions, classifier, seed);
            trainer.Train(pieces, classifier.ReviewEpochs, message => log.Write($"seed {seed}, reviews, {message}"));
            trainer.Train(examples, classifier.Epochs, message => log.Write($"seed {seed}, phrases, {message}"));
            var right = devExamples.Count(example => trainer.Predict(example) == example.Label);
            var model = new ModelFolder(vocabulary, Quantizer.Quantize(trainer.Embeddings), body.ToWeights());
            results[index] = new SeedResult(
                seed, model, (double)right / devExamples.Count, Evaluation.Run(model, dev), Evaluation.Run(model, phrases));
            log.Write($"seed {seed}: dev {100 * results[index].Dev.Accuracy:F2} % as shipped, "
                + $"{100 * results[index].FloatDevAccuracy:F2} % before rounding to int8");
        });
        return results;
    }
}
