using System.Buffers;
using BasedAI.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BasedAI.Gateway;

/// <summary><c>POST /v1/link</c>: a body to be thrown away, by which a client learns how fast its uplink is.</summary>
internal sealed class LinkEndpoints(UploadSlots slots)
{
    private const int BufferBytes = 64 * 1024;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(ApiRoutes.Link, (RequestDelegate)Measure);

    private async Task Measure(HttpContext context)
    {
        if (context.Request.ContentLength > LinkReport.MaxBytes)
            throw TooLarge();
        using var place = await slots.Enter(context).ConfigureAwait(false);
        var report = new LinkReport(await Discard(context).ConfigureAwait(false));
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(report, ProtocolJson.Default.LinkReport, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<long> Discard(HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var total = 0L;
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (total > LinkReport.MaxBytes)
                    throw TooLarge();
            }

            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Refusal TooLarge()
        => new(ErrorCodes.BadRequest, $"The body is longer than the {LinkReport.MaxBytes} bytes a link is measured with.", StatusCodes.Status413PayloadTooLarge);
}
