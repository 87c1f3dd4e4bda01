namespace BasedAI.Samples.TrainModels.Data;

/// <summary>A text and the number of its class; of two classes, 1 speaks well of the film.</summary>
public readonly record struct LabelledText(string Text, int Label)
{
    public bool IsPositive => Label == 1;
}
