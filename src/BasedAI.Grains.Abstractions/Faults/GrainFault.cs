using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>
/// The one exception that crosses a grain call. The fault filter turns everything else into it, so that a caller never meets an exception type it
/// cannot read, and so that no message of an inner library leaks.
/// </summary>
[GenerateSerializer, Alias("BasedAI.GrainFault")]
public sealed class GrainFault : Exception
{
    /// <summary>Creates a fault.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">What was wrong and the remedy.</param>
    /// <param name="retryable">Whether the same call may succeed later.</param>
    public GrainFault(string code, string message, bool retryable = false)
        : base(message)
    {
        Code = code;
        IsRetryable = retryable;
    }

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    [Id(0)] public string Code { get; }

    /// <summary>Whether the same call may succeed later.</summary>
    [Id(1)] public bool IsRetryable { get; }
}
