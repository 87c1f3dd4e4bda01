using BasedAI.Samples.TrainModels.Data;

namespace BasedAI.Samples.TrainModels.Vectors;

/// <summary>The word vectors of a run: read from its file if that exists, else trained on the reviews and, if a file is named, kept.</summary>
public static class ReviewVectors
{
    public static WordVectors Get(RunOptions options, SkipGramOptions skipGram, RunLog log)
    {
        if (options.VectorFile is not null && File.Exists(options.VectorFile))
        {
            log.Write($"word vectors of {options.VectorFile}");
            return WordVectorFile.Read(options.VectorFile, skipGram, options.MaxReviews);
        }

        var corpus = ReviewReader.Read(options.DataDirectory, options.MaxReviews, log.Write);
        var trainer = new SkipGramTrainer(corpus, skipGram);
        log.Write($"word vectors: {trainer.WordCount:N0} words, {trainer.TokenCount:N0} tokens, d = {skipGram.Dimensions}");
        var vectors = trainer.Train(log.Write);
        foreach (var word in new[] { "terrific", "awful", "boring", "not" })
            log.Write($"  nearest to \"{word}\": {string.Join(", ", vectors.Nearest(word, 5, 100))}");
        if (options.VectorFile is not null)
            WordVectorFile.Write(options.VectorFile, vectors, skipGram, options.MaxReviews);
        return vectors;
    }
}
