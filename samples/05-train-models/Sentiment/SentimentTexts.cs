using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Transformer;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Sentiment;

/// <summary>What every seed of a sentiment model is trained and measured on.</summary>
public sealed record SentimentTexts
{
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>The word rows training begins with, vocabulary x features.</summary>
    public required float[] InitialRows { get; init; }

    public required IReadOnlyList<LabelledText> Phrases { get; init; }

    public required IReadOnlyList<LabelledText> Dev { get; init; }

    public required IReadOnlyList<Example> PhraseExamples { get; init; }

    public required IReadOnlyList<Example> DevExamples { get; init; }

    /// <summary>Pieces of labelled reviews.</summary>
    public required IReadOnlyList<Example> Pieces { get; init; }

    public static SentimentTexts Load(RunOptions options, TransformerRecipe recipe, RunLog log)
    {
        var vectors = ReviewVectors.Get(options, recipe.SkipGram, log);
        var phrases = SentimentReader.Read(options.DataDirectory, "train");
        var dev = SentimentReader.Read(options.DataDirectory, "dev");
        var vocabulary = VocabularyBuilder.Build(phrases, vectors, options.MaxRows);
        log.Write($"sst2: {phrases.Count:N0} training phrases, {dev.Count} dev sentences; vocabulary {vocabulary.Count:N0} words");
        var tokens = recipe.Trainer.Tokens;
        var pieces = recipe.Trainer.ReviewEpochs == 0
            ? []
            : Thin(ReviewReader.ReadPieces(options.DataDirectory, vocabulary, options.MaxReviews, tokens), recipe.MaxReviewPieces);
        log.Write($"imdb: {pieces.Count:N0} pieces of labelled reviews");
        var rows = VocabularyBuilder.InitialRows(vocabulary, vectors, recipe.Trainer.InitialVectorScale, recipe.SkipGram.Seed);
        return new SentimentTexts
        {
            Vocabulary = vocabulary,
            InitialRows = Array.ConvertAll(rows, value => (float)value),
            Phrases = phrases,
            Dev = dev,
            PhraseExamples = Example.Encode(phrases, vocabulary, tokens),
            DevExamples = Example.Encode(dev, vocabulary, tokens),
            Pieces = pieces,
        };
    }

    // Evenly from the whole list, so that every review stays represented.
    private static IReadOnlyList<Example> Thin(IReadOnlyList<Example> pieces, int count) =>
        pieces.Count <= count ? pieces : [.. Enumerable.Range(0, count).Select(i => pieces[(int)((long)i * pieces.Count / count)])];
}
