using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>What the model is made by, besides the data.</summary>
public sealed record AttentionPoolingRecipe
{
    public SkipGramOptions SkipGram { get; init; } = new();

    public ClassifierOptions Classifier { get; init; } = new();
}
