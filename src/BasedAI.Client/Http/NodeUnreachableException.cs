namespace BasedAI.Client;

/// <summary>Nothing answered at the node's address, or it did not answer in time, also after repetitions.</summary>
public sealed class NodeUnreachableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public NodeUnreachableException(Uri node, string reason, Exception? innerException = null)
        : base($"The node at {node.GetLeftPart(UriPartial.Authority)} cannot be reached: {reason}. Check the address, and that a node runs there.", innerException)
        => Node = node;

    /// <summary>The address that was tried.</summary>
    public Uri Node { get; }
}
