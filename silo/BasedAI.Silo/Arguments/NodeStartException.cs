namespace BasedAI.Silo;

/// <summary>The node cannot start for a reason its operator can remove; the message says how.</summary>
internal sealed class NodeStartException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
