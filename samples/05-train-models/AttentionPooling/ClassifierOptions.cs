using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>The recipe of the classifier.</summary>
public sealed record ClassifierOptions : TextTrainerOptions
{
    public int Heads { get; init; } = 4;
}
