using System.IO.Compression;
using BasedAI.Client.Text;

namespace BasedAI.Samples.TrainModels.Data;

/// <summary>
/// Reads the 100,000 IMDB film reviews (Maas et al. 2011): <c>imdb/train.tsv.gz</c> and <c>test.tsv.gz</c> have a label (1 = positive)
/// and a tab before the text, <c>unsup.tsv.gz</c> only the text.
/// </summary>
public static class ReviewReader
{
    private const int ShortestPiece = 8;

    private static readonly (string File, bool Labelled)[] Files = [("train.tsv.gz", true), ("test.tsv.gz", true), ("unsup.tsv.gz", false)];

    /// <summary>The texts of all reviews, labels unread, in the order of the files.</summary>
    public static Corpus Read(string dataDirectory, int maxReviews, Action<string> progress)
    {
        var corpus = new Corpus();
        foreach (var (file, labelled) in Files)
        {
            var before = corpus.TextCount;
            foreach (var line in Lines(dataDirectory, file).Take(maxReviews - before))
                corpus.AddText(Tokenizer.Tokenize(labelled ? line[2..] : line).Tokens);
            progress($"imdb/{file}: {corpus.TextCount - before:N0} reviews");
        }

        return corpus;
    }

    /// <summary>
    /// The labelled reviews in pieces, each with the label of its review: distant supervision, for a sentence of a good review need
    /// not be kind. A piece ends after a closing punctuation mark if it has 8 tokens or more, at the latest after
    /// <paramref name="maxTokens"/>; shorter remains are left out.
    /// </summary>
    public static IReadOnlyList<Example> ReadPieces(string dataDirectory, Vocabulary vocabulary, int maxReviews, int maxTokens)
    {
        var pieces = new List<Example>();
        var piece = new List<int>();
        foreach (var line in Files.Where(file => file.Labelled).SelectMany(file => Lines(dataDirectory, file.File)).Take(maxReviews))
        {
            foreach (var token in Tokenizer.Tokenize(line[2..]).Tokens)
            {
                piece.Add(vocabulary.Find(token));
                if (piece.Count == maxTokens || (piece.Count >= ShortestPiece && token is "." or "!" or "?" or "..."))
                    Flush(line[0] - '0');
            }

            Flush(line[0] - '0');
        }

        return pieces;

        void Flush(int label)
        {
            if (piece.Count >= ShortestPiece)
                pieces.Add(new Example(piece.ToArray(), label));
            piece.Clear();
        }
    }

    private static IEnumerable<string> Lines(string dataDirectory, string file)
    {
        var path = Path.Combine(dataDirectory, "imdb", file);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line.Length > 2 ? line : throw new InvalidDataException($"{path} has a line without a review.");
    }
}
