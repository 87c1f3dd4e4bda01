using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Cards;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Sentiment;
using BasedAI.Samples.TrainModels.Transformer;

namespace BasedAI.Samples.TrainModels.Embedding;

/// <summary>
/// The sentiment transformer without its classifier: the mean over tokens of what the block gives, as a vector of the text. The files
/// are those of a trained sentiment folder; measured is what the nearest training phrases say of the dev sentences.
/// </summary>
public sealed class EmbeddingRun(RunOptions options, string sentimentDirectory, RunLog log)
{
    private const string Name = "embedding";
    private const int NeighbourCount = 15;

    public void Execute()
    {
        var shape = SentimentModels.Recipe.Shape;
        var tensors = TransformerFolder.ReadBody(sentimentDirectory)
            .Where(pair => !pair.Key.StartsWith("classifier.", StringComparison.Ordinal)).ToDictionary();
        TransformerFolder.WriteBody(options.OutputDirectory, "model", TransformerConfig.Create(Name, shape, [], classifies: false), tensors);
        foreach (var file in new[] { "vocabulary.txt", "embedding.bin" })
            File.Copy(Path.Combine(sentimentDirectory, file), Path.Combine(options.OutputDirectory, file), overwrite: true);

        var (vocabulary, embeddings) = TransformerFolder.ReadTable(sentimentDirectory);
        var phrases = SentimentReader.Read(options.DataDirectory, "train");
        var dev = SentimentReader.Read(options.DataDirectory, "dev");
        var encoder = new TextEncoder(vocabulary, embeddings);
        var model = new WrittenTransformer(shape, tensors);
        var accuracy = Measure(phrases, dev, text => model.Pooled(text.Rows, text.Length), encoder);
        var ofWords = Measure(phrases, dev, text => MeanRow(text, shape.Features), encoder);
        log.Write($"{NeighbourCount} nearest phrases are right on {100 * accuracy:F2} % of the dev sentences; by the mean word row {100 * ofWords:F2} %");
        CardFile.Write(options.OutputDirectory, Card(shape, embeddings, tensors.Values.Sum(tensor => tensor.Count), dev.Count, accuracy, ofWords));
        log.Write($"wrote {options.OutputDirectory}");
    }

    private static double Measure(
        IReadOnlyList<LabelledText> phrases, IReadOnlyList<LabelledText> dev, Func<EncodedText, double[]> vector, TextEncoder encoder)
    {
        var neighbours = new Neighbours([.. phrases.Select(Vector)], [.. phrases.Select(phrase => phrase.Label)], NeighbourCount);
        return neighbours.Accuracy([.. dev.Select(Vector)], [.. dev.Select(sentence => sentence.Label)]);

        // The constant feature says nothing of the text.
        double[] Vector(LabelledText text)
        {
            var values = vector(encoder.Encode(text.Text));
            values[^1] = 0;
            return values;
        }
    }

    private static double[] MeanRow(EncodedText text, int features)
    {
        var mean = new double[features];
        for (var t = 0; t < text.Length; t++)
            for (var j = 0; j < features - 1; j++)
                mean[j] += text.Rows[t, j] / text.Length;
        return mean;
    }

    private static object Card(
        TransformerShape shape, EmbeddingTable table, int secret, int devCount, double accuracy, double ofWords) => new
        {
            name = Name,
            summary = "Gives a vector of 64 numbers for an English sentence about a film, from an encrypted sentence: sentences that judge alike "
            + "are near each other by the cosine. The sentiment transformer without its classifier.",
            formula = TransformerCard.Formula + "; the answer is pooled",
            isNot = "Not a general sentence embedding: it was trained to tell kind sentences from unkind ones and knows little else of them.",
            tokenizer = Tokenizer.Name,
            maxTokens = table.MaxTokens,
            dimensions = shape.Features,
            shape,
            parameters = new
            {
                secret,
                publicEmbedding = (table.RowCount + table.MaxTokens) * table.Dimensions,
                vocabulary = table.RowCount,
            },
            trainingData = SentimentModels.Card.Sources,
            recipe = new { body = "that of the model sentiment, its classifier left out; vocabulary and embedding table are its files" },
            accuracy = new
            {
                set = SentimentModels.Card.HeldOutSet,
                form = $"majority of the {NeighbourCount} nearest training phrases by the cosine of their vectors, in the clear",
                count = devCount,
                mean = CardFile.Round(accuracy),
                standardDeviation = 0,
                seeds = new[] { new { seed = RunOptions.ShippedSeed, accuracy = CardFile.Round(accuracy) } },
                shippedSeed = RunOptions.ShippedSeed,
                shipped = CardFile.Round(accuracy),
                samplingError = CardFile.Round(Math.Sqrt(accuracy * (1 - accuracy) / devCount)),
                byMeanOfPublicWordRows = CardFile.Round(ofWords),
            },
            limits = new[]
        {
            "English film reviews; nearness means a like judgement, not a like subject.",
            "The last of the 64 numbers is the constant 1.",
            "A decrypted vector tells much of the words of its sentence: the encryption protects it on the way and while it is computed, not "
                + "after you publish it.",
            "Only the first 32 tokens count; unknown words all look the same to it.",
            "The vocabulary and the embedding table are public and run on the client; the secret is the body of the model.",
        },
            reproduce = "dotnet run -c Release --project samples/05-train-models -- train embedding --data DIR --from silo/models/sentiment "
            + "--out silo/models/embedding",
        };
}
