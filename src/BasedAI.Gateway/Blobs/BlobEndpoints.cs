using BasedAI.Protocol;
using BasedAI.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace BasedAI.Gateway;

/// <summary><c>/v1/blobs/{sha256}</c>: content-addressed bytes in and out, streamed, never held in memory.</summary>
internal sealed class BlobEndpoints(
    IBlobStore blobs,
    UploadSlots slots,
    GatewayOptions options,
    IHostApplicationLifetime lifetime,
    GatewayInstruments instruments,
    ILogger<BlobEndpoints> logger)
{
    private const string Route = "/v1/blobs/{sha256}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut(Route, (RequestDelegate)Put);
        routes.MapGet(Route, (RequestDelegate)Get);
        routes.MapMethods(Route, [HttpMethods.Head], (RequestDelegate)Head);
    }

    private async Task Put(HttpContext context)
    {
        var name = NameOf(context);
        var length = AnnouncedLength(context.Request);
        Draining.RefuseWhile(lifetime);
        using var place = await slots.Enter(context).ConfigureAwait(false);
        try
        {
            var result = await blobs.Put(name, length, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = result == BlobPutResult.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            context.Response.Headers.Location = ApiRoutes.Blob(name);
            context.Response.ContentLength = 0;
            if (result == BlobPutResult.Created)
            {
                instruments.Uploaded(length);
                GatewayLog.BlobStored(logger, name, length);
            }
        }
        catch (BlobMismatchException exception)
        {
            GatewayLog.BlobRefused(logger, name, length, ErrorCodes.BlobMismatch);
            throw new Refusal(ErrorCodes.BlobMismatch, exception.Message + " Nothing was kept.");
        }
        catch (BlobTooLargeException exception)
        {
            throw new Refusal(ErrorCodes.BlobTooLarge, exception.Message);
        }
    }

    private async Task Get(HttpContext context)
    {
        var name = NameOf(context);
        var stream = blobs.OpenRead(name) ?? throw Unknown(name);
        instruments.DownloadBegun();
        Describe(context.Response, name);
        // Results.Stream answers Range and If-Range, closes the stream, and copies through a small buffer.
        await Results.Stream(stream, MediaType, entityTag: EntityTag(name), enableRangeProcessing: true).ExecuteAsync(context).ConfigureAwait(false);
    }

    private Task Head(HttpContext context)
    {
        var name = NameOf(context);
        var length = blobs.GetLength(name) ?? throw Unknown(name);
        Describe(context.Response, name);
        context.Response.Headers.AcceptRanges = "bytes";
        context.Response.GetTypedHeaders().ETag = EntityTag(name);
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = length;
        return Task.CompletedTask;
    }

    private long AnnouncedLength(HttpRequest request)
    {
        if (request.ContentLength is not { } length)
            throw new Refusal(ErrorCodes.BadRequest, "A blob needs a Content-Length; chunked uploads are not taken.", StatusCodes.Status411LengthRequired);
        if (length == 0)
            throw new Refusal(ErrorCodes.BadRequest, "The blob is empty; a blob has at least one byte.");
        if (length > options.MaxBlobBytes)
            throw new Refusal(ErrorCodes.BlobTooLarge, $"The blob is {length} bytes long; this node takes at most {options.MaxBlobBytes}.");
        return length;
    }

    private static void Describe(HttpResponse response, string name)
    {
        // The bytes are a stranger's: no browser may take them for a page. They can never change under this name.
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
    }

    private static string NameOf(HttpContext context)
    {
        var name = (string?)context.GetRouteValue("sha256");
        return BlobRef.IsSha256(name)
            ? name
            : throw new Refusal(ErrorCodes.BadRequest, "A blob's name is its SHA-256, 64 lower-case hexadecimal digits.");
    }

    private static EntityTagHeaderValue EntityTag(string name) => new($"\"{name}\"");

    private static Refusal Unknown(string name) => new(ErrorCodes.UnknownBlob, $"Blob {name} is not in the store; PUT it to {ApiRoutes.Blob(name)}.");

    private const string MediaType = "application/octet-stream";
}
