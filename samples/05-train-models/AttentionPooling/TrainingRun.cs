using System.Diagnostics;
using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Model;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>
/// From texts to a model folder: word vectors from the reviews, a vocabulary, one classifier a seed, rounding, evaluation, the card.
/// Every part runs on one thread; only different seeds run side by side, so the files do not depend on the number of cores.
/// </summary>
public sealed class TrainingRun(TrainingOptions options, TextWriter log)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _logLock = new();

    public TrainingSummary Execute()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seeds, 1);
        var vectors = TrainVectors();
        var phrases = SentimentReader.Read(options.DataDirectory, "train");
        var dev = SentimentReader.Read(options.DataDirectory, "dev");
        var vocabulary = VocabularyBuilder.Build(phrases, vectors, options.MaxRows);
        Log($"sst2: {phrases.Count:N0} training phrases, {dev.Count} dev sentences; vocabulary {vocabulary.Count:N0} words");

        var results = TrainSeeds(vocabulary, vectors, phrases, dev);
        var shipped = results.Single(result => result.Seed == TrainingOptions.ShippedSeed);
        var bytes = shipped.Model.Write(options.OutputDirectory);
        var summary = new TrainingSummary(results, shipped, bytes, _clock.Elapsed);
        ModelCard.Write(summary, options, Path.Combine(options.OutputDirectory, "card.json"));
        SummaryTable.Write(summary, log);
        Log($"wrote {options.OutputDirectory}: {bytes:N0} bytes and card.json");
        return summary;
    }

    private WordVectors TrainVectors()
    {
        var corpus = ReviewReader.Read(options.DataDirectory, options.MaxReviews, Log);
        var trainer = new SkipGramTrainer(corpus, options.SkipGram);
        Log($"word vectors: {trainer.WordCount:N0} words, {trainer.TokenCount:N0} tokens, d = {options.SkipGram.Dimensions}");
        var vectors = trainer.Train(Log);
        foreach (var word in new[] { "terrific", "awful", "boring", "not" })
            Log($"  nearest to \"{word}\": {string.Join(", ", vectors.Nearest(word, 5, 100))}");
        return vectors;
    }

    private SeedResult[] TrainSeeds(
        Vocabulary vocabulary, WordVectors vectors, IReadOnlyList<LabelledText> phrases, IReadOnlyList<LabelledText> dev)
    {
        var examples = Example.Encode(phrases, vocabulary, options.Classifier.Tokens);
        var pieces = options.Classifier.ReviewEpochs == 0
            ? []
            : ReviewReader.ReadPieces(options.DataDirectory, vocabulary, options.MaxReviews, options.Classifier.Tokens);
        Log($"imdb: {pieces.Count:N0} pieces of labelled reviews");
        var devExamples = Example.Encode(dev, vocabulary, options.Classifier.Tokens);
        var initial = VocabularyBuilder.InitialRows(vocabulary, vectors, options.Classifier.InitialVectorScale, options.SkipGram.Seed);
        var results = new SeedResult[options.Seeds];
        Parallel.For(0, options.Seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            var seed = (ulong)index + 1;
            var body = new AttentionPoolingModel(options.Classifier.Dimensions, options.Classifier.Heads, options.Classifier.Tokens);
            var trainer = new TextTrainer<double>(body, (double[])initial.Clone(), options.Classifier.Dimensions, options.Classifier, seed);
            trainer.Train(pieces, options.Classifier.ReviewEpochs, message => Log($"seed {seed}, reviews, {message}"));
            trainer.Train(examples, options.Classifier.Epochs, message => Log($"seed {seed}, phrases, {message}"));
            var right = devExamples.Count(example => trainer.Predict(example) == example.Label);
            var model = new ModelFolder(vocabulary, Quantizer.Quantize(trainer.Embeddings), body.ToWeights());
            results[index] = new SeedResult(
                seed, model, (double)right / devExamples.Count, Evaluation.Run(model, dev), Evaluation.Run(model, phrases));
            Log($"seed {seed}: dev {100 * results[index].Dev.Accuracy:F2} % as shipped, "
                + $"{100 * results[index].FloatDevAccuracy:F2} % before rounding to int8");
        });
        return results;
    }

    private void Log(string message)
    {
        lock (_logLock)
            log.WriteLine($"[{_clock.Elapsed:mm\\:ss}] {message}");
    }
}
