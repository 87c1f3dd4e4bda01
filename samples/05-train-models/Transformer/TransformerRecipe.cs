using BasedAI.Samples.TrainModels.Training;
using BasedAI.Samples.TrainModels.Vectors;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>What a transformer is made by, besides the data.</summary>
public sealed record TransformerRecipe
{
    public TransformerShape Shape { get; init; } = TransformerShape.Squeezed;

    public SkipGramOptions SkipGram { get; init; } = new() { Dimensions = 63 };

    public TextTrainerOptions Trainer { get; init; } = new() { Dimensions = 63 };

    /// <summary>Pieces of labelled reviews in the first training, evenly from all of them.</summary>
    public int MaxReviewPieces { get; init; } = int.MaxValue;
}
