using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// Sends requests to one node: bounded in time and in size, repeated where the connection failed or the node is busy, every refusal turned into
/// a <see cref="BasedApiException"/>. Request bodies are bytes in memory, so that a repetition sends the same.
/// </summary>
internal sealed class NodeConnection : IDisposable
{
    private const int MaxJsonBytes = 1 << 20;
    private const int AnnouncedBytes = 1 << 20;

    /// <summary>Where nothing listens, nobody should be kept waiting long for the message.</summary>
    private const int MaxRefusedAttempts = 3;

    private readonly BasedClientOptions _options;
    private readonly HttpClient _http;
    private readonly Uri _base;

    public NodeConnection(BasedClientOptions options)
    {
        _options = options;
        var text = options.Node.AbsoluteUri;
        _base = new Uri(text.EndsWith('/') ? text : text + "/");
        _http = new HttpClient(options.CreateHandler?.Invoke() ?? CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("BasedAI.Client", typeof(NodeConnection).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>Sends and reads a JSON answer of at most 1 MiB.</summary>
    public Task<T> SendAsync<T>(
        HttpMethod method, string route, JsonTypeInfo<T> type, byte[]? json, TimeSpan silence, int attempts, CancellationToken cancellationToken)
        where T : class
        => RepeatAsync(
            () => Request(method, route, json is null ? null : Body(json, new MediaTypeHeaderValue("application/json"))),
            async (response, token) =>
            {
                var bytes = await ReadAsync(response, MaxJsonBytes, token).ConfigureAwait(false);
                return Parse(bytes, type, route);
            },
            silence,
            attempts,
            cancellationToken);

    /// <summary>Sends bytes once, without repetition, and reads a JSON answer.</summary>
    public Task<T> PostOnceAsync<T>(string route, ReadOnlyMemory<byte> content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
        => RepeatAsync(
            () => Request(HttpMethod.Post, route, Body(content, new MediaTypeHeaderValue("application/octet-stream"))),
            async (response, token) => Parse(await ReadAsync(response, MaxJsonBytes, token).ConfigureAwait(false), type, route),
            _options.RequestTimeout + TransferTime(content.Length),
            attempts: 1,
            cancellationToken);

    /// <summary>The length the node has of a blob, or null where it has none.</summary>
    public Task<long?> HeadAsync(string route, CancellationToken cancellationToken) => RepeatAsync(
        () => Request(HttpMethod.Head, route, null),
        (response, _) => Task.FromResult(response.StatusCode == HttpStatusCode.NotFound ? null : response.Content.Headers.ContentLength),
        _options.RequestTimeout,
        _options.MaxAttempts,
        cancellationToken,
        isExpected: status => status == HttpStatusCode.NotFound);

    /// <summary>Sends a blob. A long one is announced first, so that a node that refuses it says so before megabytes are on their way.</summary>
    public Task PutAsync(string route, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellationToken) => RepeatAsync(
        () =>
        {
            var request = Request(HttpMethod.Put, route, Body(content, new MediaTypeHeaderValue(mediaType)));
            request.Headers.ExpectContinue = content.Length >= AnnouncedBytes;
            return request;
        },
        (_, _) => Task.FromResult(true),
        _options.RequestTimeout + TransferTime(content.Length),
        _options.MaxAttempts,
        cancellationToken);

    /// <summary>Fetches at most <paramref name="maxBytes"/> bytes.</summary>
    public Task<byte[]> GetAsync(string route, int maxBytes, CancellationToken cancellationToken) => RepeatAsync(
        () => Request(HttpMethod.Get, route, null),
        (response, token) => ReadAsync(response, maxBytes, token),
        _options.RequestTimeout + TransferTime(maxBytes),
        _options.MaxAttempts,
        cancellationToken);

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,                                        // a node cannot send the client elsewhere
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 32,
    };

    private static ReadOnlyMemoryContent Body(ReadOnlyMemory<byte> content, MediaTypeHeaderValue mediaType)
        => new(content) { Headers = { ContentType = mediaType, ContentLength = content.Length } };

    // 64 KiB a second is slower than any line this is meant for.
    private static TimeSpan TransferTime(long bytes) => TimeSpan.FromSeconds(bytes / 65536.0);

    private HttpRequestMessage Request(HttpMethod method, string route, HttpContent? body)
        => new(method, new Uri(_base, route.TrimStart('/'))) { Content = body };

    private async Task<T> RepeatAsync<T>(
        Func<HttpRequestMessage> makeRequest,
        Func<HttpResponseMessage, CancellationToken, Task<T>> readAnswer,
        TimeSpan silence,
        int attempts,
        CancellationToken cancellationToken,
        Func<HttpStatusCode, bool>? isExpected = null)
    {
        using var total = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        total.CancelAfter(_options.CallTimeout > silence ? _options.CallTimeout : silence);
        for (var attempt = 1; ; attempt++)
        {
            RetryConditionHeaderValue? retryAfter = null;
            Exception failure;
            using var once = CancellationTokenSource.CreateLinkedTokenSource(total.Token);
            once.CancelAfter(silence);
            try
            {
                using var request = makeRequest();
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, once.Token).ConfigureAwait(false);
                if (response.IsSuccessStatusCode || isExpected?.Invoke(response.StatusCode) == true)
                    return await readAnswer(response, once.Token).ConfigureAwait(false);
                failure = await RefusalAsync(response, once.Token).ConfigureAwait(false);
                if (!RetrySchedule.IsTransient(response.StatusCode)) throw failure;
                retryAfter = response.Headers.RetryAfter;
            }
            catch (OperationCanceledException exception)
            {
                cancellationToken.ThrowIfCancellationRequested();
                failure = new NodeUnreachableException(_options.Node, $"it did not answer within {silence.TotalSeconds:0.#} s", exception);
                if (total.IsCancellationRequested) throw failure;
            }
            catch (Exception exception) when (RetrySchedule.IsTransient(exception))
            {
                failure = new NodeUnreachableException(_options.Node, Reason(exception), exception);
            }

            if (attempt >= attempts || (attempt >= MaxRefusedAttempts && IsRefused(failure))) throw failure;
            await PauseAsync(RetrySchedule.Delay(_options.FirstRetryDelay, attempt, retryAfter, DateTimeOffset.UtcNow), failure, total.Token, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static async Task PauseAsync(TimeSpan delay, Exception failure, CancellationToken total, CancellationToken caller)
    {
        try
        {
            await Task.Delay(delay, total).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            caller.ThrowIfCancellationRequested();
            throw failure;
        }
    }

    private static bool IsRefused(Exception failure)
        => failure.InnerException is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } };

    private static string Reason(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: SocketException socket } => socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "its host name is not known",
            SocketError.NetworkUnreachable or SocketError.HostUnreachable => "there is no route to it",
            var code => $"the connection failed ({code})",
        },
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "the TLS connection failed",
        _ => "the connection broke off",
    };

    private static async Task<Exception> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        if ((int)status is >= 300 and < 400)
            return new NodeProtocolException($"The node answers with a redirect ({(int)status}), which is not followed; use the address it points to.");
        try
        {
            var bytes = await ReadAsync(response, MaxJsonBytes, cancellationToken).ConfigureAwait(false);
            if (JsonSerializer.Deserialize(bytes, ProtocolJson.Default.ApiError) is { Code.Length: > 0 and <= 64 } error)
                return new BasedApiException(error.Code, Printable.Line(error.Message, 1000), status);
        }
        catch (Exception exception) when (exception is JsonException or NodeProtocolException)
        {
            // Not an ApiError: said below.
        }

        return RetrySchedule.IsTransient(status)
            ? new BasedApiException(ErrorCodes.Busy, $"The node cannot take the request now (HTTP {(int)status}); try again later.", status)
            : new NodeProtocolException($"What answers is not a BasedAI node, or is broken: HTTP {(int)status} without an error document. Check the address.");
    }

    private static T Parse<T>(byte[] bytes, JsonTypeInfo<T> type, string route)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new NodeProtocolException($"The node answered {route} with null.");
        }
        catch (JsonException exception)
        {
            throw new NodeProtocolException(
                $"The answer to {route} is not a {typeof(T).Name} of this protocol ({exception.Path ?? "$"}). Check the address, or update the client.", exception);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > maxBytes)
            throw TooLong(maxBytes);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var bytes = new MemoryStream((int)Math.Min(response.Content.Headers.ContentLength ?? 0, maxBytes));
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (bytes.Length + read > maxBytes) throw TooLong(maxBytes);
                bytes.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return bytes.ToArray();
    }

    private static NodeProtocolException TooLong(int maxBytes) => new($"The node's answer is longer than the {maxBytes} bytes it may have; it was not read on.");
}
