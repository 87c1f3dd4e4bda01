using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Cards;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>The card of a text model: words of its own, figures of its seeds.</summary>
public sealed record TransformerCard
{
    public const string Formula =
        "rows x_t in R^d, the last feature 1; S = X M X^T / d; F = S^2 / n; H = X + F X O; U = H W1; A = U / 2 + a U^2; "
        + "G = H + A W2 + b2; pooled = mean over tokens of G";

    public required string Name { get; init; }

    public required string Summary { get; init; }

    public required string IsNot { get; init; }

    public string Answer { get; init; } = "logit = pooled.C + c0; probability of positive = 1 / (1 + exp(-logit))";

    public IReadOnlyList<string> Labels { get; init; } = [];

    public required IReadOnlyList<DataSource> Sources { get; init; }

    /// <summary>What the accuracy was measured on.</summary>
    public required string HeldOutSet { get; init; }

    public required IReadOnlyList<string> Limits { get; init; }

    public string Reproduce => $"dotnet run -c Release --project samples/05-train-models -- train {Name} --data DIR --out silo/models/{Name}";

    /// <summary>The card as it is written.</summary>
    /// <param name="recipe">What the model was made by.</param>
    /// <param name="seeds">All seeds; the first is shipped.</param>
    /// <param name="training">The shipped model on the texts it was trained on.</param>
    /// <param name="extra">What only this model has.</param>
    public Dictionary<string, object> Create(
        TransformerRecipe recipe, IReadOnlyList<TrainedTransformer> seeds, TextEvaluation training, params (string Name, object Value)[] extra)
    {
        var shipped = seeds.Single(seed => seed.Seed == RunOptions.ShippedSeed);
        var table = shipped.Embeddings;
        var card = new Dictionary<string, object>
        {
            ["name"] = Name,
            ["summary"] = Summary,
            ["formula"] = $"{Formula}; {Answer}",
            ["isNot"] = IsNot,
            ["labels"] = Labels,
            ["tokenizer"] = Tokenizer.Name,
            ["maxTokens"] = table.MaxTokens,
            ["dimensions"] = recipe.Shape.Features,
            ["shape"] = recipe.Shape,
            ["parameters"] = new
            {
                secret = new TransformerModel<float>(recipe.Shape).Parameters.Length,
                publicEmbedding = (table.RowCount + table.MaxTokens) * table.Dimensions,
                vocabulary = table.RowCount,
            },
            ["files"] = new { embedding = "int8, one float32 scale a word; positions float32", body = "float32" },
            ["trainingData"] = Sources,
            ["recipe"] = new
            {
                wordVectors = recipe.SkipGram,
                trainer = recipe.Trainer,
                selection = "last epoch; the run chooses nothing by the held-out texts; the shipped seed was fixed beforehand",
            },
            ["accuracy"] = Accuracy(seeds, HeldOutSet, training),
            ["ranges"] = Ranges(shipped.HeldOut, training),
            ["coverage"] = new
            {
                unknownWordRate = CardFile.Round(shipped.HeldOut.UnknownRate),
                truncationRate = CardFile.Round(shipped.HeldOut.TruncationRate),
            },
        };
        foreach (var (name, value) in extra)
            card[name] = value;
        card["limits"] = Limits;
        card["reproduce"] = Reproduce;
        return card;
    }

    public static object Accuracy(IReadOnlyList<TrainedTransformer> seeds, string set, TextEvaluation? training)
    {
        var shipped = seeds.Single(seed => seed.Seed == RunOptions.ShippedSeed);
        var statistics = SeedStatistics.Of(seeds.Select(seed => seed.HeldOut.Accuracy));
        return new
        {
            set,
            form = "as written: int8 embeddings, float32 body, in the clear",
            count = shipped.HeldOut.Count,
            mean = CardFile.Round(statistics.Mean),
            standardDeviation = CardFile.Round(statistics.Deviation),
            standardError = CardFile.Round(statistics.StandardError),
            samplingError = CardFile.Round(Math.Sqrt(statistics.Mean * (1 - statistics.Mean) / shipped.HeldOut.Count)),
            seeds = seeds.Select(seed => new
            {
                seed = seed.Seed,
                accuracy = CardFile.Round(seed.HeldOut.Accuracy),
                beforeRounding = CardFile.Round(seed.FloatAccuracy),
            }),
            shippedSeed = shipped.Seed,
            shipped = CardFile.Round(shipped.HeldOut.Accuracy),
            shippedCorrect = shipped.HeldOut.Correct,
            training = training is null ? (double?)null : CardFile.Round(training.Accuracy),
        };
    }

    private static object Ranges(TextEvaluation heldOut, TextEvaluation training) => new
    {
        over = "training and held-out texts, shipped seed; one figure a block",
        maxAbsScore = CardFile.Round(heldOut.MaxScores.Zip(training.MaxScores, Math.Max)),
        maxAbsArgument = CardFile.Round(heldOut.MaxArguments.Zip(training.MaxArguments, Math.Max)),
        maxAbsLogit = CardFile.Round(Math.Max(heldOut.MaxLogit, training.MaxLogit)),
        heldOutLogitsBelow001 = heldOut.NearZero,
        headEntropy = CardFile.Round(heldOut.Entropies),
    };
}
