using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BasedAI.Grains;
using BasedAI.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BasedAI.Gateway;

/// <summary>
/// Turns everything that ends a request badly into an <see cref="ApiError"/>: refusals, grain faults, a cluster that does not answer, statuses the
/// framework leaves without a body, and failures, of which the caller learns only a reference that is in the log.
/// </summary>
internal sealed class ApiErrorMiddleware(RequestDelegate next, ILogger<ApiErrorMiddleware> logger)
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer; what was half done has been undone where it happened.
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            // The edge of the process: whatever it was, the caller gets an ApiError and nothing inner.
            await Write(context, Judge(context, exception)).ConfigureAwait(false);
            return;
        }

        if (IsBare(context))
            await Write(context, Explain(context)).ConfigureAwait(false);
    }

    /// <summary>Writes a refusal as the response; headers set so far (Allow, WWW-Authenticate) stay.</summary>
    internal static Task Write(HttpContext context, Refusal refusal)
    {
        var response = context.Response;
        var body = JsonSerializer.SerializeToUtf8Bytes(new ApiError(refusal.Code, refusal.Message), ProtocolJson.Default.ApiError);
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length; // Framed, so that a caller whose connection ends here has read it whole.
        if (refusal.RetryAfter is { } delay)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private Refusal Judge(HttpContext context, Exception exception) => exception switch
    {
        Refusal refusal => refusal,
        GrainFault { Code: ErrorCodes.Internal } fault => Failure(context, fault),
        GrainFault fault => new Refusal(fault.Code, fault.Message) { RetryAfter = fault.Code == ErrorCodes.Busy ? RetrySoon : null },
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Refusal(
            ErrorCodes.BadRequest, $"The body is larger than {GatewayOptions.MaxJsonBytes} bytes.", StatusCodes.Status413PayloadTooLarge),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new Refusal(
            ErrorCodes.BadRequest, "The body arrived too slowly and was given up; send it again.", StatusCodes.Status408RequestTimeout),
        BadHttpRequestException bad => new Refusal(ErrorCodes.BadRequest, "The HTTP request is malformed.", bad.StatusCode),
        TimeoutException or SiloUnavailableException or OrleansMessageRejectionException => Silence(context, exception),
        _ => Failure(context, exception),
    };

    private Refusal Silence(HttpContext context, Exception exception)
    {
        GatewayLog.ClusterSilent(logger, context.Request.Method, context.Request.Path, exception.GetType().Name);
        return new Refusal(
            ErrorCodes.Busy,
            "The cluster did not answer in time. The request may have been carried out; sending the same again is safe.",
            StatusCodes.Status503ServiceUnavailable)
        { RetryAfter = RetrySoon };
    }

    private Refusal Failure(HttpContext context, Exception exception)
    {
        var reference = RandomNumberGenerator.GetHexString(12, lowercase: true);
        GatewayLog.Failed(logger, exception, reference, context.Request.Method, context.Request.Path);
        return new Refusal(ErrorCodes.Internal, $"The node failed. Its log has the reason under reference {reference}.");
    }

    private static bool IsBare(HttpContext context)
        => context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null };

    private static Refusal Explain(HttpContext context)
    {
        var request = context.Request;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new Refusal(ErrorCodes.UnknownRoute, $"There is nothing at {request.Path}. The API starts at {ApiRoutes.Brains}."),
            StatusCodes.Status405MethodNotAllowed => new Refusal(
                ErrorCodes.BadRequest,
                $"{request.Path} does not take {request.Method}, only {context.Response.Headers.Allow}.",
                StatusCodes.Status405MethodNotAllowed),
            var status => new Refusal(ErrorCodes.BadRequest, "The request was refused.", status),
        };
    }
}
