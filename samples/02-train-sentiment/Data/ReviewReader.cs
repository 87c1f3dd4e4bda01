using System.IO.Compression;
using BasedAI.Client.Text;

namespace BasedAI.Samples.TrainSentiment.Data;

/// <summary>
/// Reads the 100,000 IMDB film reviews (Maas et al. 2011) as text only: <c>imdb/train.tsv.gz</c> and <c>test.tsv.gz</c> have a label and a
/// tab before the text, <c>unsup.tsv.gz</c> only the text. The labels are not used.
/// </summary>
public static class ReviewReader
{
    private static readonly (string File, bool Labelled)[] Files = [("train.tsv.gz", true), ("test.tsv.gz", true), ("unsup.tsv.gz", false)];

    public static Corpus Read(string dataDirectory, int maxReviews, Action<string> progress)
    {
        var corpus = new Corpus();
        foreach (var (file, labelled) in Files)
        {
            var before = corpus.TextCount;
            using var stream = new GZipStream(File.OpenRead(Path.Combine(dataDirectory, "imdb", file)), CompressionMode.Decompress);
            using var reader = new StreamReader(stream);
            while (corpus.TextCount < maxReviews && reader.ReadLine() is { } line)
                corpus.AddText(Tokenizer.Tokenize(labelled ? line[(line.IndexOf('\t') + 1)..] : line).Tokens);
            progress($"imdb/{file}: {corpus.TextCount - before:N0} reviews");
        }

        return corpus;
    }
}
