namespace BasedAI.Gateway;

/// <summary>Ends a request with an <see cref="Protocol.ApiError"/>; <see cref="ApiErrorMiddleware"/> writes it.</summary>
internal sealed class Refusal : Exception
{
    /// <summary>A refusal with the status that belongs to its code.</summary>
    public Refusal(string code, string message)
        : this(code, message, ErrorStatus.Of(code))
    {
    }

    public Refusal(string code, string message, int status)
        : base(message)
    {
        Code = code;
        Status = status;
    }

    /// <summary>One of <see cref="Protocol.ErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>When trying again may help, or null where it will not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
