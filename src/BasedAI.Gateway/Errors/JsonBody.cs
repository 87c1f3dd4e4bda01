using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BasedAI.Protocol;
using Microsoft.AspNetCore.Http;

namespace BasedAI.Gateway;

/// <summary>Reads a JSON body of at most <see cref="GatewayOptions.MaxJsonBytes"/>; a malformed one is refused with the place of the error.</summary>
internal static class JsonBody
{
    public static async Task<T> Read<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        // A browser sends other types across origins without asking first; this one it does not.
        if (!request.HasJsonContentType())
            throw new Refusal(ErrorCodes.BadRequest, "The body must have Content-Type: application/json.");
        if (request.ContentLength > GatewayOptions.MaxJsonBytes)
            throw TooLarge();

        var buffer = ArrayPool<byte>.Shared.Rent(GatewayOptions.MaxJsonBytes + 1);
        try
        {
            var length = 0;
            int read;
            while ((read = await request.Body.ReadAsync(buffer.AsMemory(length, GatewayOptions.MaxJsonBytes + 1 - length), request.HttpContext.RequestAborted)
                .ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length > GatewayOptions.MaxJsonBytes)
                    throw TooLarge();
            }

            return Parse(buffer.AsSpan(0, length), type);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    internal static T Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        if (json.IsEmpty)
            throw new Refusal(ErrorCodes.BadRequest, $"The body is empty; it must be a {typeof(T).Name} as JSON.");
        try
        {
            return JsonSerializer.Deserialize(json, type)
                ?? throw new Refusal(ErrorCodes.BadRequest, $"The body is null; it must be a {typeof(T).Name} as JSON.");
        }
        catch (JsonException exception)
        {
            throw new Refusal(ErrorCodes.BadRequest, Describe<T>(exception));
        }
    }

    private static string Describe<T>(JsonException exception)
    {
        var place = exception.Path is { Length: > 1 } path ? $" at {path}" : "";
        if (exception.LineNumber is { } line)
            place += $", line {line + 1}, byte {exception.BytePositionInLine + 1}";
        // The framework appends the place to its message, and names types by their namespace.
        var message = exception.Message;
        foreach (var tail in (string[])[" Path: ", " LineNumber: "])
        {
            if (message.IndexOf(tail, StringComparison.Ordinal) is > 0 and var cut)
                message = message[..cut];
        }

        message = message.Replace("BasedAI.Protocol.", "", StringComparison.Ordinal);
        return $"The body is not a valid {typeof(T).Name}{place}: {message}";
    }

    private static Refusal TooLarge()
        => new(ErrorCodes.BadRequest, $"A JSON body is at most {GatewayOptions.MaxJsonBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
}
