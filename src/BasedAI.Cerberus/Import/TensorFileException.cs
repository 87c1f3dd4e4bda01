namespace BasedAI.Cerberus;

/// <summary>Bytes that are not a file of tensors which can be imported.</summary>
public sealed class TensorFileException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    public TensorFileException(TensorFileError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>In what way the file is wrong.</summary>
    public TensorFileError Error { get; }
}
