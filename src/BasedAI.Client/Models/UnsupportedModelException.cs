namespace BasedAI.Client;

/// <summary>A model asks for something this client does not do, or must refuse: unknown formats, weak or contradictory parameters.</summary>
public sealed class UnsupportedModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UnsupportedModelException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    internal static UnsupportedModelException Because(string reason) => new($"The model is refused: {reason}.");
}
