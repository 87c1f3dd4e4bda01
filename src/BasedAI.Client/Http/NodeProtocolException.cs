namespace BasedAI.Client;

/// <summary>What answered does not keep to the protocol: it is no node, a node of another version, or one that is not to be trusted.</summary>
public sealed class NodeProtocolException : Exception
{
    /// <summary>Creates the exception.</summary>
    public NodeProtocolException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
