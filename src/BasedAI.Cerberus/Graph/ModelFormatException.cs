namespace BasedAI.Cerberus;

/// <summary>A model's file is not one this compiler can turn into a plan; the message names the layer and the remedy.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>With a message.</summary>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
