using System.Net;

namespace BasedAI.Client;

/// <summary>The network refused a request, or ended a job without a result; the message is the network's own, with the remedy.</summary>
public sealed class BasedApiException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="Protocol.ErrorCodes"/>, or one a newer node added.</param>
    /// <param name="message">What was wrong.</param>
    /// <param name="status">The HTTP status, or null where the refusal is the end of a job.</param>
    public BasedApiException(string code, string message, HttpStatusCode? status = null)
        : base(message)
    {
        Code = code;
        Status = status;
    }

    /// <summary>The reason, one of <see cref="Protocol.ErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The HTTP status, or null where the refusal is the end of a job.</summary>
    public HttpStatusCode? Status { get; }
}
