using System.Net;
using System.Net.Http.Headers;

namespace BasedAI.Client;

/// <summary>
/// When a request is repeated. Every call of the API is safe to repeat: blobs are named by their content, jobs by an id the client chose.
/// </summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>Whether the same request may be answered differently in a moment.</summary>
    public static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout;

    /// <summary>Whether the connection, and not the request, is at fault.</summary>
    public static bool IsTransient(Exception exception) => exception is HttpRequestException or IOException;

    /// <summary>Pause before repetition <paramref name="repetition"/> (from 1): doubling, with up to a quarter more so that clients spread out.</summary>
    public static TimeSpan Delay(TimeSpan first, int repetition, RetryConditionHeaderValue? retryAfter, DateTimeOffset now)
    {
        var doubled = Math.Min(first.TotalMilliseconds * Math.ScaleB(1, Math.Min(repetition - 1, 30)), MaxDelay.TotalMilliseconds);
        var delay = TimeSpan.FromMilliseconds(doubled * (1 + (Random.Shared.NextDouble() / 4)));
        var asked = retryAfter?.Delta ?? (retryAfter?.Date - now) ?? TimeSpan.Zero;
        if (asked > MaxRetryAfter) asked = MaxRetryAfter;
        return asked > delay ? asked : delay;
    }
}
