namespace BasedAI.Samples.TrainModels.Data;

/// <summary>A phrase or sentence and whether it speaks well of the film.</summary>
public readonly record struct LabelledText(string Text, bool IsPositive);
