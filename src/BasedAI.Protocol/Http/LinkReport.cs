namespace BasedAI.Protocol;

/// <summary>The answer of <c>POST /v1/link</c>: the node read the body and threw it away, so that a client can measure its uplink.</summary>
/// <param name="Bytes">Bytes that came.</param>
public sealed record LinkReport(long Bytes)
{
    /// <summary>Longest body that is read, in bytes: 4 MiB.</summary>
    public const int MaxBytes = 4 << 20;
}
