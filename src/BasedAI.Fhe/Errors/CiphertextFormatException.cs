namespace BasedAI.Fhe;

/// <summary>Bytes from outside that are not what they should be: the only exception a reader throws for wrong content.</summary>
public sealed class CiphertextFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    public CiphertextFormatException(CiphertextFormatError reason, string message)
        : base(message) => Reason = reason;

    /// <summary>What is wrong.</summary>
    public CiphertextFormatError Reason { get; }
}
