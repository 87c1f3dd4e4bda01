namespace BasedAI.Fhe.Seal;

/// <summary>Bytes from outside that are not what they should be: the only exception a reader throws for wrong content.</summary>
public sealed class SealFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SealFormatException(SealFormatError reason, string message)
        : base(message) => Reason = reason;

    internal SealFormatException(SealFormatError reason, string message, Exception inner)
        : base(message, inner) => Reason = reason;

    /// <summary>What is wrong.</summary>
    public SealFormatError Reason { get; }
}
