using System.Net;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

/// <summary><c>POST /v1/link</c> counts what came and keeps none of it.</summary>
[Collection(NodeCollection.Name)]
public sealed class LinkApiTests(NodeFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(100_000, true)]
    [InlineData(LinkReport.MaxBytes, false)]
    [InlineData(LinkReport.MaxBytes, true)]
    public async Task It_says_how_many_bytes_came(int length, bool chunked)
    {
        using var response = await Send(length, chunked);
        Assert.Equal(new LinkReport(length), await response.Read(ProtocolJson.Default.LinkReport));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_than_4_MiB_is_413_whether_announced_or_chunked(bool chunked)
    {
        using var response = await Send(LinkReport.MaxBytes + 1, chunked);
        await response.Refused(HttpStatusCode.RequestEntityTooLarge, ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task It_is_there_to_be_posted_to_only()
    {
        using var response = await fixture.Node.Http.GetAsync(ApiRoutes.Link, Cancelled);
        await response.Refused(HttpStatusCode.MethodNotAllowed, ErrorCodes.BadRequest);
    }

    private async Task<HttpResponseMessage> Send(int length, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ApiRoutes.Link) { Content = new ByteArrayContent(new byte[length]) };
        request.Headers.TransferEncodingChunked = chunked;
        return await fixture.Node.Http.SendAsync(request, Cancelled);
    }
}
