namespace BasedAI.Grains;

/// <summary>A plan could not be executed. The message may be shown to the job's owner.</summary>
/// <param name="code">One of <see cref="Protocol.ErrorCodes"/>.</param>
/// <param name="message">What was wrong, with both sides.</param>
/// <param name="permanent">Whether the request is at fault, so that another attempt would fail the same way.</param>
/// <param name="inner">What was thrown inside; logged, never sent.</param>
public sealed class PlanEngineException(string code, string message, bool permanent, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="Protocol.ErrorCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>Whether another attempt would fail the same way.</summary>
    public bool IsPermanent { get; } = permanent;
}
