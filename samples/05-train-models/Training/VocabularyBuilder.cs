using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Training;

/// <summary>
/// Chooses the words that get a row: every word of the labelled phrases, then the most frequent words of the reviews until the
/// table is full; the order is that of the word vectors (most frequent first), then the phrases' other words in ordinal order.
/// </summary>
public static class VocabularyBuilder
{
    public static Vocabulary Build(IEnumerable<LabelledText> phrases, WordVectors vectors, int maxRows)
    {
        var known = phrases.SelectMany(phrase => Tokenizer.Tokenize(phrase.Text).Tokens).ToHashSet(StringComparer.Ordinal);
        var vectorWords = vectors.Words.ToHashSet(StringComparer.Ordinal);
        var free = maxRows - 1 - known.Count;
        if (free < 0)
            throw new ArgumentOutOfRangeException(
                nameof(maxRows), maxRows, $"The labelled phrases alone have {known.Count + 1} rows; raise the limit.");
        var words = new List<string> { Vocabulary.UnknownWord };
        foreach (var word in vectors.Words)
            if (known.Contains(word) || (word.Length <= Tokenizer.MaxTokenLength && free-- > 0))
                words.Add(word);
        words.AddRange(known.Where(word => !vectorWords.Contains(word)).Order(StringComparer.Ordinal));
        return new Vocabulary(words);
    }

    /// <summary>
    /// One starting row for each word, as long as the stride of the vectors: its vector, all scaled alike; noise of a fifth the size
    /// for a word without one.
    /// </summary>
    public static double[] InitialRows(Vocabulary vocabulary, WordVectors vectors, double scale, ulong seed)
    {
        var d = vectors.Dimensions;
        var random = new TrainingRandom(seed);
        var numbers = vectors.Words.Select((word, number) => (word, number))
            .ToDictionary(pair => pair.word, pair => pair.number, StringComparer.Ordinal);
        var factor = scale / Math.Sqrt(vectors.Values.Sum(value => (double)value * value) / (vectors.Words.Count * (double)d));
        var rows = new double[vocabulary.Count * vectors.Stride];
        for (var id = 0; id < vocabulary.Count; id++)
        {
            var known = numbers.TryGetValue(vocabulary.Words[id], out var number);
            for (var j = 0; j < d; j++)
                rows[id * vectors.Stride + j] = known ? factor * vectors[number][j] : scale / 5 * random.NextGaussian();
        }

        return rows;
    }
}
