namespace BasedAI.Client;

/// <summary>A record as a model sees it: its standardised numbers, in the model's order.</summary>
public sealed class EncodedRecord : EncodedInput
{
    internal EncodedRecord(double[,] rows)
        : base(rows, 1)
    {
    }
}
