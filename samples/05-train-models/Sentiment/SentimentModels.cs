using BasedAI.Samples.TrainModels.Cards;
using BasedAI.Samples.TrainModels.Transformer;

namespace BasedAI.Samples.TrainModels.Sentiment;

/// <summary>The sentiment transformers of this repository: what they are made by and what their cards say.</summary>
public static class SentimentModels
{
    private static readonly string[] Limits =
    [
        "English film reviews; on other subjects, on long texts and on conversation nobody measured it, and it will be worse.",
        "About one sentence in six is judged wrongly, often irony, negation, mixed or factual sentences.",
        "It must choose: there is no neutral answer. A probability near 0.5 means that it does not know.",
        "The probability is not calibrated.",
        "Only the first 32 tokens count; unknown words all look the same to it.",
        "The vocabulary and the embedding table are public and run on the client; the secret is the body of the model.",
        "It learned the associations of its texts, those about names, peoples and groups included. Decide nothing about a person with it.",
    ];

    public static TransformerCard Card { get; } = new()
    {
        Name = "sentiment",
        Summary = "Says whether an English sentence about a film is positive or negative, from an encrypted sentence. One block of "
            + "self-attention and a feed-forward layer, squares in place of softmax and GELU, one head, 16 of 64 diagonals of its matrices.",
        IsNot = "Not BERT and not a pretrained transformer made cheaper: a small model of a form that suits encryption, trained from the "
            + "beginning on the two sets below. Accuracies are of this retrained model.",
        Labels = ["negative", "positive"],
        Sources = [DataSource.Treebank, DataSource.Reviews],
        HeldOutSet = "SST-2 dev in the GLUE split, 872 sentences, never trained on",
        Limits = Limits,
    };

    public static TransformerCard DeepCard { get; } = Card with
    {
        Name = "sentiment-deep",
        Summary = "Says whether an English sentence about a film is positive or negative, from an encrypted sentence. Two blocks of "
            + "self-attention and a feed-forward layer, squares in place of softmax and GELU, one head, 16 of 64 diagonals of its matrices.",
        Limits = ["It is here to show that the compiler takes more than one block, not because two are better than one.", .. Limits],
    };

    public static TransformerRecipe Recipe { get; } = new();

    /// <summary>The same with four dense heads: what squeezing starts from.</summary>
    public static TransformerRecipe BaseRecipe { get; } = Recipe with { Shape = TransformerShape.Base };

    /// <summary>Two blocks make a polynomial of degree 100; without a limit the one-word text "hilarious" came to a logit of 2300.</summary>
    public static TransformerRecipe DeepRecipe { get; } = Recipe with
    {
        Shape = TransformerShape.Squeezed with { Blocks = 2 },
        Trainer = Recipe.Trainer with { LogitLimit = 10 },
    };
}
