namespace BasedAI.Client;

/// <summary>A record does not have the numbers the model wants; the message names them.</summary>
public sealed class RecordException : Exception
{
    /// <summary>Creates the exception.</summary>
    public RecordException(string message)
        : base(message)
    {
    }
}
