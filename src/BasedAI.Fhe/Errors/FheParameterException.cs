namespace BasedAI.Fhe;

/// <summary>A parameter literal is wrong; the message says what to change.</summary>
public sealed class FheParameterException : Exception
{
    /// <summary>Creates the exception.</summary>
    public FheParameterException(ParameterError error, string message)
        : base(message) => Error = error;

    /// <summary>Which way the literal is wrong.</summary>
    public ParameterError Error { get; }
}
