using System.Text.Json;
using BasedAI.Client.Text;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>Writes <c>card.json</c>: what the model is, what it was made of, how good it is, and what it is not.</summary>
public static class ModelCard
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(TrainingSummary summary, TrainingOptions options, string path)
    {
        var shipped = summary.Shipped;
        var weights = shipped.Model.Weights;
        var table = shipped.Model.Embeddings;
        var card = new
        {
            name = "sentiment-mini",
            summary = "Says whether an English sentence about a film is positive or negative, from an encrypted sentence. "
                + "Attention pooling with learned queries and a squared score instead of softmax; a polynomial of degree 3 in its input.",
            formula = "logit = b + (1/n) sum_t [ x_t.w + sum_h (x_t.u_h + c_h)^2 (x_t.v_h) ]; "
                + "probability of positive = 1 / (1 + exp(-logit))",
            isNot = "Not BERT, not a transformer block, not a language model, not trained on anything but the two sets below.",
            tokenizer = Tokenizer.Name,
            maxTokens = weights.TokenCount,
            dimensions = weights.FeatureCount,
            heads = weights.HeadCount,
            parameters = new
            {
                secret = 2 * weights.HeadCount * weights.FeatureCount + weights.HeadCount + weights.FeatureCount + 1,
                publicEmbedding = table.RowCount * table.Dimensions + table.MaxTokens * table.Dimensions,
                vocabulary = table.RowCount,
            },
            files = new { bytes = summary.ModelBytes, embedding = "int8, one float32 scale a word; positions float32", body = "float64" },
            trainingData = Sources,
            recipe = new
            {
                wordVectors = options.SkipGram,
                classifier = options.Classifier,
                selection = "last epoch; the run chooses nothing by the dev set; the shipped seed was fixed beforehand",
            },
            accuracy = new
            {
                set = "SST-2 dev in the GLUE split, 872 sentences, never trained on",
                form = "as shipped: int8 embeddings, 32 tokens, in the clear",
                mean = Round(summary.MeanDevAccuracy),
                standardDeviation = Round(summary.DevAccuracyDeviation),
                seeds = summary.Seeds.Select(seed => new
                {
                    seed = seed.Seed,
                    dev = Round(seed.Dev.Accuracy),
                    beforeRounding = Round(seed.FloatDevAccuracy),
                }),
                shippedSeed = shipped.Seed,
                shipped = Round(shipped.Dev.Accuracy),
                shippedCorrect = shipped.Dev.Correct,
                samplingError = Round(Math.Sqrt(shipped.Dev.Accuracy * (1 - shipped.Dev.Accuracy) / shipped.Dev.Count)),
                trainingPhrases = Round(shipped.Train.Accuracy),
            },
            ranges = new
            {
                over = "training phrases and dev sentences, shipped seed",
                maxAbsScore = Round(Math.Max(shipped.Dev.MaxScore, shipped.Train.MaxScore)),
                maxAbsLogit = Round(Math.Max(shipped.Dev.MaxLogit, shipped.Train.MaxLogit)),
                devSentencesWithLogitBelow001 = shipped.Dev.NearZero,
            },
            coverage = new
            {
                devUnknownWordRate = Round(shipped.Dev.UnknownRate),
                devTruncationRate = Round(shipped.Dev.TruncationRate),
            },
            limits = Limits,
        };
        File.WriteAllText(path, JsonSerializer.Serialize(card, Format).ReplaceLineEndings("\n") + "\n");
    }

    private static double Round(double value) => Math.Round(value, 4);

    private static readonly object[] Sources =
    [
        new
        {
            name = "SST-2, GLUE split, 67,349 phrases",
            use = "labels and texts of the classifier",
            source = "Stanford Sentiment Treebank",
            citation = "R. Socher, A. Perelygin, J. Wu, J. Chuang, C. Manning, A. Ng, C. Potts, "
                + "\"Recursive deep models for semantic compositionality over a sentiment treebank\", EMNLP 2013",
            licence = "no licence came with the data; cite the paper. The texts are not part of the model",
        },
        new
        {
            name = "IMDB large film review data set, 100,000 reviews",
            use = "word vectors from all texts; the 50,000 labels for a first training of the classifier on pieces of reviews",
            source = "Stanford",
            citation = "A. Maas, R. Daly, P. Pham, D. Huang, A. Ng, C. Potts, \"Learning word vectors for sentiment analysis\", ACL 2011",
            licence = "no licence came with the data; cite the paper. The texts are not part of the model",
        },
    ];

    private static readonly string[] Limits =
    [
        "English film reviews; on other subjects, on long texts and on conversation nobody measured it, and it will be worse.",
        "About one sentence in five is judged wrongly, often irony, negation over a distance, mixed or factual sentences.",
        "It must choose: there is no neutral answer. A probability near 0.5 means that it does not know.",
        "The probability is not calibrated.",
        "Only the first 32 tokens count; unknown words all look the same to it.",
        "The vocabulary and the embedding table are public and run on the client; the secret is the body of the model.",
        "It learned the associations of its texts, those about names, peoples and groups included. Decide nothing about a person with it.",
    ];
}
