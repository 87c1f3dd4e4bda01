namespace BasedAI.Cerberus;

/// <summary>Bytes that are not a plan which may be executed.</summary>
public sealed class PlanFormatException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    public PlanFormatException(PlanFormatError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>In what way the plan is wrong.</summary>
    public PlanFormatError Error { get; }
}
