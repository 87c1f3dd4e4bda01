namespace BasedAI.Samples.TrainModels.Training;

/// <summary>The secret half of a text model: rows of tokens in, one logit (two classes) or one logit a class out, with its derivative.</summary>
public interface ITextModel<T>
    where T : unmanaged
{
    /// <summary>Everything that is learned in one array, so that an optimiser need not know what it is.</summary>
    T[] Parameters { get; }

    /// <summary>Logits of an answer: 1 for two classes.</summary>
    int Outputs { get; }

    void Initialize(TrainingRandom random);

    /// <summary>Writes the logits of <paramref name="length"/> rows; what <see cref="Backward"/> needs is kept until the next call.</summary>
    void Forward(ReadOnlySpan<T> rows, int length, Span<T> logits);

    /// <summary>Adds the gradient of the parameters to <paramref name="gradient"/>, writes that of the rows.</summary>
    void Backward(ReadOnlySpan<T> logitGradients, ReadOnlySpan<T> rows, int length, Span<T> gradient, Span<T> rowGradient);

    /// <summary>Sets the gradient of parameters that must not move to zero; called once a batch.</summary>
    void Constrain(Span<T> gradient);

    /// <summary>Called after the parameters were changed from outside.</summary>
    void ParametersChanged();
}
