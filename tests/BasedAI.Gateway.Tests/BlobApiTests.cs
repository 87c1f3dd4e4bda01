using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using BasedAI.Protocol;

namespace BasedAI.Gateway.Tests;

[Collection(NodeCollection.Name)]
public sealed class BlobApiTests(NodeFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private HttpClient Http => fixture.Node.Http;

    [Fact]
    public async Task What_is_put_can_be_fetched_whole_and_in_part()
    {
        var content = ApiCalls.NewContent(300_000);
        var name = BlobRef.Of(content, MediaTypes.CiphertextBundle).Sha256;
        using (var created = await Http.PutBlob(name, content))
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using (var again = await Http.PutBlob(name, content))
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);

        Assert.Equal(content, await Http.GetByteArrayAsync(ApiRoutes.Blob(name), Cancelled));

        using var head = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, ApiRoutes.Blob(name)), Cancelled);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(content.Length, head.Content.Headers.ContentLength);
        Assert.Equal($"\"{name}\"", head.Headers.ETag?.Tag);

        using var part = await Http.SendAsync(Ranged(name, 100_000, 199_999), Cancelled);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(content[100_000..200_000], await part.Content.ReadAsByteArrayAsync(Cancelled));

        using var rest = await Http.SendAsync(Ranged(name, 299_990, null), Cancelled);
        Assert.Equal(content[299_990..], await rest.Content.ReadAsByteArrayAsync(Cancelled));

        using var beyond = await Http.SendAsync(Ranged(name, 300_000, null), Cancelled);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Fact]
    public async Task A_corrupted_upload_is_refused_and_nothing_is_kept()
    {
        var content = ApiCalls.NewContent(50_000);
        var name = BlobRef.Of(content, MediaTypes.CiphertextBundle).Sha256;
        content[123] ^= 1;
        using var response = await Http.PutBlob(name, content);
        await response.Refused(HttpStatusCode.BadRequest, ErrorCodes.BlobMismatch);
        await NothingKept(name);
    }

    [Fact]
    public async Task An_unknown_blob_is_404_with_and_without_a_body()
    {
        var name = new string('a', 64);
        using var get = await Http.GetAsync(ApiRoutes.Blob(name), Cancelled);
        await get.Refused(HttpStatusCode.NotFound, ErrorCodes.UnknownBlob);
        using var head = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, ApiRoutes.Blob(name)), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("..%2F..%2Foperator.token")]
    public async Task A_name_that_is_no_digest_is_refused(string name)
    {
        using var get = await Http.GetAsync("/v1/blobs/" + name, Cancelled);
        await get.Refused(HttpStatusCode.BadRequest, ErrorCodes.BadRequest);
        using var put = await Http.PutBlob(name, [1]);
        await put.Refused(HttpStatusCode.BadRequest, ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task A_blob_above_the_limit_is_413_before_it_is_sent()
    {
        var response = await Raw($"PUT /v1/blobs/{new string('b', 64)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {(1 << 20) + 1}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", response, StringComparison.Ordinal);
        Assert.Contains(ErrorCodes.BlobTooLarge, response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_sends_the_whole_body_first_still_reads_the_refusal()
    {
        var content = new byte[8 << 20];
        for (var i = 0; i < 10; i++)
        {
            using var tooLarge = await Http.PutBlob(new string('b', 64), content);
            await tooLarge.Refused(HttpStatusCode.RequestEntityTooLarge, ErrorCodes.BlobTooLarge);
        }

        using var badName = await Http.PutBlob("zz", content);
        await badName.Refused(HttpStatusCode.BadRequest, ErrorCodes.BadRequest);
    }

    [Fact]
    public async Task A_blob_of_exactly_the_limit_is_taken()
    {
        var content = ApiCalls.NewContent(1 << 20);
        await Http.Upload(content, MediaTypes.EvaluationKeys);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n", "1\r\nx\r\n0\r\n\r\n", 411)]
    [InlineData("Content-Length: 0\r\n", "", 400)]
    public async Task An_upload_must_announce_a_length(string header, string body, int status)
    {
        var response = await Raw($"PUT /v1/blobs/{new string('c', 64)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n{body}");
        Assert.StartsWith($"HTTP/1.1 {status}", response, StringComparison.Ordinal);
        Assert.Contains(ErrorCodes.BadRequest, response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_given_up_leaves_nothing()
    {
        var name = new string('d', 64);
        using (await Begin(name))
            await Eventually(() => Directory.EnumerateFiles(Temporary).Any(), "the upload began");

        await Eventually(() => !Directory.EnumerateFiles(Temporary).Any(), "the temporary file went");
        await NothingKept(name);
    }

    [Fact]
    public async Task More_uploads_than_the_bound_are_busy_until_one_ends()
    {
        var stalled = new List<TcpClient>();
        try
        {
            for (var i = 0; i < new GatewayOptions { OperatorToken = fixture.Node.Token }.MaxConcurrentUploads; i++)
                stalled.Add(await Begin(new string((char)('0' + (i % 10)), 63) + (char)('a' + (i / 10))));
            await Eventually(() => Directory.EnumerateFiles(Temporary).Count() == stalled.Count, "all uploads began");
            var content = ApiCalls.NewContent(10);
            var name = BlobRef.Of(content, MediaTypes.CiphertextBundle).Sha256;
            using var busy = await Http.PutBlob(name, content);
            await busy.Refused(HttpStatusCode.TooManyRequests, ErrorCodes.Busy);
            Assert.NotNull(busy.Headers.RetryAfter);
            stalled[0].Dispose();
            using var taken = await Http.PutBlob(name, content);
            Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        }
        finally
        {
            stalled.ForEach(client => client.Dispose());
        }

        await Eventually(() => !Directory.EnumerateFiles(Temporary).Any(), "the temporary files went");
    }

    [Fact]
    [Trait("Tier", "Slow")]
    public async Task An_upload_that_stalls_is_given_up()
    {
        var name = new string('f', 64);
        using var client = await Begin(name);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 408", await reader.ReadLineAsync(Cancelled), StringComparison.Ordinal);
        await Eventually(() => !Directory.EnumerateFiles(Temporary).Any(), "the temporary file went");
        await NothingKept(name);
    }

    private string Temporary => Path.Combine(fixture.Node.Data, "tmp");

    private static HttpRequestMessage Ranged(string name, long from, long? to)
        => new(HttpMethod.Get, ApiRoutes.Blob(name)) { Headers = { Range = new RangeHeaderValue(from, to) } };

    private static async Task Eventually(Func<bool> condition, string what)
    {
        for (var i = 0; i < 500 && !condition(); i++)
            await Task.Delay(20, Cancelled);
        Assert.True(condition(), $"Waited in vain: {what}.");
    }

    private async Task NothingKept(string name)
    {
        using var head = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, ApiRoutes.Blob(name)), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(Temporary));
    }

    /// <summary>Begins an upload and sends a part of it.</summary>
    private async Task<TcpClient> Begin(string name)
    {
        var client = await Connect();
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"PUT /v1/blobs/{name} HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n"), Cancelled);
        await client.GetStream().WriteAsync(new byte[1000], Cancelled);
        return client;
    }

    private async Task<TcpClient> Connect()
    {
        var client = new TcpClient();
        await client.ConnectAsync(Http.BaseAddress!.Host, Http.BaseAddress.Port, Cancelled);
        return client;
    }

    private async Task<string> Raw(string request)
    {
        using var client = await Connect();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancelled);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var head = new StringBuilder();
        var length = 0;
        while (await reader.ReadLineAsync(Cancelled) is { Length: > 0 } line)
        {
            head.AppendLine(line);
            if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture);
        }

        var body = new char[length];
        Assert.Equal(length, await reader.ReadBlockAsync(body, Cancelled));
        return head.ToString() + new string(body);
    }
}
