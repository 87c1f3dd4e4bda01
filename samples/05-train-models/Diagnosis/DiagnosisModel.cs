using BasedAI.Samples.TrainModels.Cards;
using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Transformer;

namespace BasedAI.Samples.TrainModels.Diagnosis;

/// <summary>What the diagnosis model is made by and what its card says.</summary>
public static class DiagnosisModel
{
    /// <summary>Words of the training texts, then the most frequent of the reviews, for synonyms nobody wrote here.</summary>
    public const int MaxRows = 20_000;

    /// <summary>Every fifth text of a class is held out.</summary>
    public const int Parts = 5;

    public const ulong SplitSeed = 1;

    public static TransformerRecipe Recipe { get; } = new()
    {
        Shape = TransformerShape.Squeezed with { Outputs = 24 },
        Trainer = new TextTrainerOptions
        {
            Dimensions = 63,
            ReviewEpochs = 0,
            Epochs = 120,
            BatchSize = 16,
            EmbeddingLearningRate = 0.02,
            WordDropout = 0.5,
            UnknownRate = 0.1,
            LabelSmoothing = 0.1,
        },
    };

    public static TransformerCard Card { get; } = new()
    {
        Name = "diagnosis",
        Summary = "Names one of 24 conditions for a description of symptoms in English, from an encrypted description. One block of "
            + "self-attention and a feed-forward layer, squares in place of softmax and GELU, one head, 16 of 64 diagonals of its matrices.",
        IsNot = "Not a medical device and not a doctor: a demonstration on 1,200 short texts of one style, many of them paraphrases of each "
            + "other. Not BERT and not a pretrained transformer made cheaper: a small model of a form that suits encryption.",
        Answer = "logits = pooled.C + c0; softmax",
        Sources = [DataSource.Symptoms, DataSource.ReviewVectors],
        HeldOutSet = "Symptom2Disease without repeated texts, one fifth of each class by a fixed seed, never trained on",
        Limits =
        [
            "Decide nothing about anybody's health with it.",
            "The texts it was measured on are of the same style as those it learned from, and many are paraphrases of each other: on what "
                + "people write themselves it is much worse than the accuracy on held-out texts says; plainWords is a small sample of that.",
            "It knows 24 conditions and must name one of them, whatever is written.",
            "The probabilities are not calibrated.",
            "Only the first 32 tokens count; unknown words all look the same to it.",
            "The vocabulary and the embedding table are public and run on the client; the secret is the body of the model.",
        ],
    };
}
