namespace BasedAI.Client;

/// <summary>The plan a user names cannot be taken; the message says which can.</summary>
public sealed class PlanChoiceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public PlanChoiceException(string message)
        : base(message)
    {
    }
}
