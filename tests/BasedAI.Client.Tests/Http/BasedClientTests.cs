using System.Net;
using System.Net.Sockets;
using BasedAI.Protocol;
using Microsoft.AspNetCore.Http;

namespace BasedAI.Client.Tests.Http;

/// <summary>A node that speaks the protocol badly must never hang, fool or exhaust a client.</summary>
public sealed class BasedClientTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static BlobRef Blob => BlobRef.Of(Content, MediaTypes.ModelFile);

    [Fact]
    public async Task A_blob_with_other_bytes_than_its_name_is_refused()
    {
        await using var node = await FakeNode.StartAsync(async (context, _) =>
        {
            var altered = (byte[])Content.Clone();
            altered[^1] ^= 1;
            await context.Response.Body.WriteAsync(altered);
        });
        using var client = node.CreateClient();
        var exception = await Assert.ThrowsAsync<NodeProtocolException>(() => client.DownloadAsync(Blob, Content.Length, Token));
        Assert.Contains(Blob.Sha256, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_that_never_ends_is_cut_off_at_its_announced_length()
    {
        var sent = 0L;
        await using var node = await FakeNode.StartAsync(async (context, _) =>
        {
            for (var i = 0; i < 2000 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(Content, context.RequestAborted);
                sent += Content.Length;
            }
        });
        using var client = node.CreateClient();
        await Assert.ThrowsAsync<NodeProtocolException>(() => client.DownloadAsync(Blob, Content.Length, Token));
        Assert.InRange(sent, 0, 100L * Content.Length);
    }

    [Theory]
    [InlineData("0000", 5)]
    [InlineData(null, 0)]
    [InlineData(null, -1)]
    [InlineData(null, long.MaxValue)]
    public async Task A_blob_reference_that_cannot_be_right_is_not_even_asked_for(string? name, long length)
    {
        await using var node = await FakeNode.StartAsync((_, _) => Task.CompletedTask);
        using var client = node.CreateClient();
        await Assert.ThrowsAsync<NodeProtocolException>(() => client.DownloadAsync(new BlobRef(name ?? Blob.Sha256, length, MediaTypes.ModelFile), 1000, Token));
        Assert.Equal(0, node.Requests);
    }

    [Fact]
    public async Task A_download_that_breaks_off_is_repeated()
    {
        await using var node = await FakeNode.StartAsync(async (context, request) =>
        {
            context.Response.ContentLength = Content.Length;
            if (request > 2)
            {
                await context.Response.Body.WriteAsync(Content);
                return;
            }

            await context.Response.Body.WriteAsync(Content.AsMemory(0, 1000));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = node.CreateClient();
        Assert.Equal(Content, await client.DownloadAsync(Blob, Content.Length, Token));
        Assert.Equal(3, node.Requests);
    }

    [Fact]
    public async Task A_download_that_always_breaks_off_ends_as_unreachable()
    {
        await using var node = await FakeNode.StartAsync((context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = node.CreateClient();
        await Assert.ThrowsAsync<NodeUnreachableException>(() => client.DownloadAsync(Blob, Content.Length, Token));
        Assert.Equal(3, node.Requests);
    }

    [Fact]
    public async Task A_busy_node_is_asked_again_not_before_it_said()
    {
        var began = DateTimeOffset.UtcNow;
        var second = DateTimeOffset.MinValue;
        await using var node = await FakeNode.StartAsync(async (context, request) =>
        {
            if (request == 1)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "1";
                await context.Response.WriteAsJsonAsync(new ApiError(ErrorCodes.Busy, "later"), ProtocolJson.Default.ApiError);
                return;
            }

            second = DateTimeOffset.UtcNow;
            await context.Response.WriteAsync("[]");
        });
        using var client = node.CreateClient();
        Assert.Empty(await client.ListBrainsAsync(Token));
        Assert.True(second - began >= TimeSpan.FromSeconds(0.95), $"asked again after {second - began}");
    }

    [Fact]
    public async Task A_node_that_stays_busy_is_given_up_with_its_own_words()
    {
        await using var node = await FakeNode.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 429;
            await context.Response.WriteAsJsonAsync(new ApiError(ErrorCodes.Busy, "16 uploads run already"), ProtocolJson.Default.ApiError);
        });
        using var client = node.CreateClient();
        var exception = await Assert.ThrowsAsync<BasedApiException>(() => client.ListBrainsAsync(Token));
        Assert.Equal((ErrorCodes.Busy, "16 uploads run already", HttpStatusCode.TooManyRequests), (exception.Code, exception.Message, exception.Status));
        Assert.Equal(3, node.Requests);
    }

    [Fact]
    public async Task A_silent_node_is_given_up_in_bounded_time()
    {
        await using var node = await FakeNode.StartAsync(async (context, _) => await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var client = node.CreateClient(options => options with { RequestTimeout = TimeSpan.FromMilliseconds(150), MaxAttempts = 2 });
        var exception = await Assert.ThrowsAsync<NodeUnreachableException>(() => client.ListBrainsAsync(Token));
        Assert.Contains("did not answer", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, node.Requests);
    }

    [Fact]
    public async Task A_call_is_cancelled_by_its_caller_and_says_so()
    {
        await using var node = await FakeNode.StartAsync(async (context, _) => await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var client = node.CreateClient();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = client.ListBrainsAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("<html>welcome</html>")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[{\"id\":5000}]")]
    [InlineData("")]
    public async Task An_answer_that_is_not_of_the_protocol_is_refused(string body)
    {
        await using var node = await FakeNode.StartAsync((context, _) => context.Response.WriteAsync(body));
        using var client = node.CreateClient();
        await Assert.ThrowsAsync<NodeProtocolException>(() => client.ListBrainsAsync(Token));
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task A_JSON_answer_without_end_is_refused()
    {
        await using var node = await FakeNode.StartAsync(async (context, _) =>
        {
            for (var i = 0; i < 500 && !context.RequestAborted.IsCancellationRequested; i++) await context.Response.WriteAsync(new string(' ', 100_000), context.RequestAborted);
        });
        using var client = node.CreateClient();
        await Assert.ThrowsAsync<NodeProtocolException>(() => client.ListBrainsAsync(Token));
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var node = await FakeNode.StartAsync((context, _) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using var client = node.CreateClient();
        var exception = await Assert.ThrowsAsync<NodeProtocolException>(() => client.ListBrainsAsync(Token));
        Assert.Contains("redirect", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task A_refusal_keeps_code_and_message_and_loses_control_characters()
    {
        await using var node = await FakeNode.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsJsonAsync(new ApiError(ErrorCodes.UnknownBrain, "no \u001b[31mBrain"), ProtocolJson.Default.ApiError);
        });
        using var client = node.CreateClient();
        var exception = await Assert.ThrowsAsync<BasedApiException>(() => client.GetBrainAsync(new BrainId(7), Token));
        Assert.Equal((ErrorCodes.UnknownBrain, "no  [31mBrain"), (exception.Code, exception.Message));
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task A_failure_without_an_error_document_is_named_as_such()
    {
        await using var node = await FakeNode.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        using var client = node.CreateClient();
        Assert.Contains("HTTP 500", (await Assert.ThrowsAsync<NodeProtocolException>(() => client.ListBrainsAsync(Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_at_the_address_is_said_with_the_address()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        using var client = new BasedClient(new BasedClientOptions { Node = new Uri($"http://127.0.0.1:{port}"), MaxAttempts = 1 });
        var exception = await Assert.ThrowsAsync<NodeUnreachableException>(() => client.ListBrainsAsync(Token));
        Assert.Contains($"127.0.0.1:{port}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("connection refused", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_the_node_has_is_not_sent_again()
    {
        await using var node = await FakeNode.StartAsync((context, _) =>
        {
            Assert.Equal("HEAD", context.Request.Method);
            context.Response.ContentLength = Content.Length;
            return Task.CompletedTask;
        });
        using var client = node.CreateClient();
        Assert.Equal(0, await client.UploadAsync(Content, MediaTypes.ModelFile, Token));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_repeated_with_the_same_bytes()
    {
        var received = Array.Empty<byte>();
        await using var node = await FakeNode.StartAsync(async (context, request) =>
        {
            if (context.Request.Method == "HEAD")
            {
                context.Response.StatusCode = 404;
                return;
            }

            if (request == 2)
            {
                context.Abort();
                return;
            }

            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received = body.ToArray();
            Assert.Equal(Content.Length, context.Request.ContentLength);
            context.Response.StatusCode = 201;
        });
        using var client = node.CreateClient();
        Assert.Equal(Content.Length, await client.UploadAsync(Content, MediaTypes.ModelFile, Token));
        Assert.Equal(Content, received);
    }

    [Fact]
    public async Task A_long_upload_that_is_refused_hears_why_before_it_is_sent()
    {
        await using var node = await FakeNode.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = context.Request.Method == "HEAD" ? 404 : 413;
            if (context.Request.Method != "HEAD") await context.Response.WriteAsJsonAsync(new ApiError(ErrorCodes.BlobTooLarge, "at most 1 MiB"), ProtocolJson.Default.ApiError);
        });
        using var client = node.CreateClient();
        var refusal = await Assert.ThrowsAsync<BasedApiException>(() => client.UploadAsync(new byte[64 << 20], MediaTypes.EvaluationKeys, Token));
        Assert.Equal((ErrorCodes.BlobTooLarge, "at most 1 MiB"), (refusal.Code, refusal.Message));
        Assert.Equal(2, node.Requests);
    }

    [Fact]
    public async Task A_long_upload_arrives_whole()
    {
        var content = new byte[40 << 20];
        new Random(6).NextBytes(content);
        BlobRef? received = null;
        await using var node = await FakeNode.StartAsync(async (context, _) =>
        {
            if (context.Request.Method == "HEAD")
            {
                context.Response.StatusCode = 404;
                return;
            }

            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received = BlobRef.Of(body.ToArray(), MediaTypes.EvaluationKeys);
            context.Response.StatusCode = 201;
        });
        using var client = node.CreateClient();
        Assert.Equal(content.Length, await client.UploadAsync(content, MediaTypes.EvaluationKeys, Token));
        Assert.Equal(BlobRef.Of(content, MediaTypes.EvaluationKeys), received);
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("http://user:secret@x")]
    [InlineData("http://x/?a=b")]
    public void An_address_that_cannot_be_a_node_is_refused(string address)
    {
        var exception = Assert.Throws<ArgumentException>(() => new BasedClient(new BasedClientOptions { Node = new Uri(address) }));
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }
}
