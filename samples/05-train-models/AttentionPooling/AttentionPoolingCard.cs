using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Cards;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>What sentiment-mini is, what it was made of, how good it is, and what it is not.</summary>
public static class AttentionPoolingCard
{
    public static object Create(AttentionPoolingSummary summary, AttentionPoolingRecipe recipe)
    {
        var shipped = summary.Shipped;
        var weights = shipped.Model.Weights;
        var table = shipped.Model.Embeddings;
        return new
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
            trainingData = new[] { DataSource.Treebank, DataSource.Reviews },
            recipe = new
            {
                wordVectors = recipe.SkipGram,
                classifier = recipe.Classifier,
                selection = "last epoch; the run chooses nothing by the dev set; the shipped seed was fixed beforehand",
            },
            accuracy = new
            {
                set = "SST-2 dev in the GLUE split, 872 sentences, never trained on",
                form = "as shipped: int8 embeddings, 32 tokens, in the clear",
                mean = CardFile.Round(summary.Dev.Mean),
                standardDeviation = CardFile.Round(summary.Dev.Deviation),
                seeds = summary.Seeds.Select(seed => new
                {
                    seed = seed.Seed,
                    dev = CardFile.Round(seed.Dev.Accuracy),
                    beforeRounding = CardFile.Round(seed.FloatDevAccuracy),
                }),
                shippedSeed = shipped.Seed,
                shipped = CardFile.Round(shipped.Dev.Accuracy),
                shippedCorrect = shipped.Dev.Correct,
                samplingError = CardFile.Round(Math.Sqrt(shipped.Dev.Accuracy * (1 - shipped.Dev.Accuracy) / shipped.Dev.Count)),
                trainingPhrases = CardFile.Round(shipped.Train.Accuracy),
            },
            ranges = new
            {
                over = "training phrases and dev sentences, shipped seed",
                maxAbsScore = CardFile.Round(Math.Max(shipped.Dev.MaxScore, shipped.Train.MaxScore)),
                maxAbsLogit = CardFile.Round(Math.Max(shipped.Dev.MaxLogit, shipped.Train.MaxLogit)),
                devSentencesWithLogitBelow001 = shipped.Dev.NearZero,
            },
            coverage = new
            {
                devUnknownWordRate = CardFile.Round(shipped.Dev.UnknownRate),
                devTruncationRate = CardFile.Round(shipped.Dev.TruncationRate),
            },
            limits = Limits,
        };
    }

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
