namespace BasedAI.Client;

/// <summary>A key file cannot be used; the message says why and what to do. It never carries key material or the passphrase.</summary>
public sealed class KeyFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    public KeyFileException(KeyFileError error, string message, Exception? innerException = null)
        : base(message, innerException)
        => Error = error;

    /// <summary>What is wrong.</summary>
    public KeyFileError Error { get; }
}
