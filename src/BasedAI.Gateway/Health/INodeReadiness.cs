namespace BasedAI.Gateway;

/// <summary>Whether this node takes work; the host knows.</summary>
public interface INodeReadiness
{
    /// <summary>Why the node takes no work now, or null where it does.</summary>
    string? NotReadyReason { get; }
}
