namespace BasedAI.Samples.TrainModels.Training;

/// <summary>How a text model is trained. A run chooses nothing by looking at held-out texts: the last epoch counts.</summary>
public record TextTrainerOptions
{
    public int Tokens { get; init; } = 32;

    /// <summary>Numbers of a word's row, a constant feature not counted.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>Over the pieces of labelled reviews, before the labelled texts; 0 leaves the reviews' labels unused.</summary>
    public int ReviewEpochs { get; init; } = 2;

    /// <summary>Over the labelled texts.</summary>
    public int Epochs { get; init; } = 5;

    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's, of the body; falls linearly to 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    public double WeightDecay { get; init; } = 0.01;

    /// <summary>A batch's gradient is shortened to this length if it is longer.</summary>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>Adagrad's, of word and position embeddings; applied after every example.</summary>
    public double EmbeddingLearningRate { get; init; } = 0.004;

    /// <summary>Probability that a word is left out of a training example of four or more words.</summary>
    public double WordDropout { get; init; } = 0.4;

    /// <summary>The same for examples of three words; shorter ones are left whole.</summary>
    public double ShortTextDropout { get; init; } = 0.12;

    /// <summary>Probability that a word is read as unknown while training.</summary>
    public double UnknownRate { get; init; } = 0.02;

    /// <summary>Share of the label that goes to all classes alike.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Larger logits than this are pushed back; null: none are.</summary>
    public double? LogitLimit { get; init; }

    /// <summary>Root mean square of the word vectors when training begins.</summary>
    public double InitialVectorScale { get; init; } = 0.5;
}
