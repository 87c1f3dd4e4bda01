using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// A node's HTTP API. Every call is bounded in time, can be cancelled, and is repeated where the connection failed or the node is busy, which is
/// safe: blobs are named by their content, jobs by an id the client chose. Thread-safe. It never sees a key or a text; see <see cref="BrainClient"/>.
/// </summary>
/// <remarks>
/// Every call throws <see cref="BasedApiException"/> where the network refuses, <see cref="NodeUnreachableException"/> where nothing answers,
/// <see cref="NodeProtocolException"/> where what answers is not a node, and <see cref="OperationCanceledException"/> where it was cancelled.
/// </remarks>
public sealed class BasedClient : IDisposable
{
    private const int MaxManifestBytes = 1 << 20;

    /// <summary>Seconds one request for a job's next change may wait at the node.</summary>
    private const int WaitSeconds = 15;

    /// <summary>Pause before asking again a node that answers at once although nothing has changed.</summary>
    private static readonly TimeSpan IdlePause = TimeSpan.FromMilliseconds(250);

    private readonly BasedClientOptions _options;
    private readonly NodeConnection _connection;
    private readonly UplinkMeter _uplink;

    /// <summary>Creates a client; nothing is sent yet.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public BasedClient(BasedClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem() is { } problem) throw new ArgumentException(problem, nameof(options));
        _options = options;
        _connection = new NodeConnection(options);
        _uplink = new UplinkMeter(_connection);
    }

    /// <summary>The node's address.</summary>
    public Uri Node => _options.Node;

    internal BasedClientOptions Options => _options;

    /// <summary>All opened Brains.</summary>
    public Task<IReadOnlyList<BrainSummary>> ListBrainsAsync(CancellationToken cancellationToken = default)
        => GetAsync(ApiRoutes.Brains, ProtocolJson.Default.IReadOnlyListBrainSummary, cancellationToken);

    /// <summary>One Brain.</summary>
    public Task<BrainSummary> GetBrainAsync(BrainId id, CancellationToken cancellationToken = default)
        => GetAsync(ApiRoutes.Brain(id), ProtocolJson.Default.BrainSummary, cancellationToken);

    /// <summary>The model a Brain serves, as it says; <see cref="ModelRequirements"/> judges it.</summary>
    /// <exception cref="UnsupportedModelException">It has a format this client does not read.</exception>
    public async Task<ModelManifest> GetModelAsync(BrainId id, CancellationToken cancellationToken = default)
    {
        var json = await _connection.GetAsync(ApiRoutes.Model(id), MaxManifestBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            return ModelManifest.Parse(json);
        }
        catch (ManifestVersionException exception)
        {
            throw UnsupportedModelException.Because(exception.Message);
        }
        catch (JsonException exception)
        {
            throw new NodeProtocolException(
                $"The answer to {ApiRoutes.Model(id)} is not a manifest of this protocol ({exception.Path ?? "$"}). Check the address, or update the client.", exception);
        }
    }

    /// <summary>Uploads bytes unless the node has them already.</summary>
    /// <returns>Bytes sent: the length of the content, or 0.</returns>
    public Task<long> UploadAsync(ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellationToken = default)
        => UploadAsync(content, BlobRef.Of(content.Span, mediaType), cancellationToken);

    /// <summary>Downloads a blob and verifies its length and SHA-256.</summary>
    /// <param name="blob">What to fetch.</param>
    /// <param name="maxBytes">Longest content that is accepted.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <exception cref="NodeProtocolException">The blob is longer than accepted, or the bytes are not those of its name.</exception>
    public async Task<byte[]> DownloadAsync(BlobRef blob, int maxBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blob);
        if (blob.Problem(maxBytes) is { } problem)
            throw new NodeProtocolException($"The node names a blob that cannot be fetched: {problem}.");
        var bytes = await _connection.GetAsync(ApiRoutes.Blob(blob.Sha256), (int)blob.Length, cancellationToken).ConfigureAwait(false);
        if (bytes.Length != blob.Length || Convert.ToHexStringLower(SHA256.HashData(bytes)) != blob.Sha256)
        {
            throw new NodeProtocolException(
                $"Blob {blob.Sha256} arrived with other content ({bytes.Length} bytes) than its name says. It is not used; try another node.");
        }

        return bytes;
    }

    /// <summary>
    /// Measures this client's uplink to the node, once: later calls give the first result. Sends 64 KiB, then four times as much each time, until
    /// one takes 200 ms or has 4 MiB.
    /// </summary>
    /// <returns>The speed, or null where the node did not let itself be measured; the next call tries again.</returns>
    public Task<LinkSpeed?> TryMeasureUplinkAsync(CancellationToken cancellationToken = default) => _uplink.TryMeasureAsync(cancellationToken);

    /// <summary>Submits a job. The same request again is the same job.</summary>
    public Task<JobStatus> SubmitAsync(JobRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var json = JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.JobRequest);
        return _connection.SendAsync(
            HttpMethod.Post, ApiRoutes.Jobs, ProtocolJson.Default.JobStatus, json, _options.RequestTimeout, _options.MaxAttempts, cancellationToken);
    }

    /// <summary>A job's status now.</summary>
    public Task<JobStatus> GetJobAsync(JobId id, CancellationToken cancellationToken = default)
        => GetAsync(ApiRoutes.Job(id), ProtocolJson.Default.JobStatus, cancellationToken);

    /// <summary>Calls a job off; a job that has ended stays as it is.</summary>
    public Task<JobStatus> CancelAsync(JobId id, CancellationToken cancellationToken = default) => _connection.SendAsync(
        HttpMethod.Delete, ApiRoutes.Job(id), ProtocolJson.Default.JobStatus, null, _options.RequestTimeout, _options.MaxAttempts, cancellationToken);

    /// <summary>
    /// A job's status now and after each change, until it has ended. A node that cannot be reached is borne for
    /// <see cref="BasedClientOptions.WatchPatience"/>; then <see cref="NodeUnreachableException"/> is thrown, and watching again later goes on.
    /// </summary>
    public async IAsyncEnumerable<JobStatus> WatchAsync(JobId id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var status = await NextAsync(id, null, cancellationToken).ConfigureAwait(false);
        yield return status;
        while (!status.Phase.IsFinal())
        {
            var asked = Stopwatch.GetTimestamp();
            var next = await NextAsync(id, status.Version, cancellationToken).ConfigureAwait(false);
            if (next.Version <= status.Version)
            {
                if (Stopwatch.GetElapsedTime(asked) < IdlePause) await Task.Delay(IdlePause, cancellationToken).ConfigureAwait(false);
                continue;
            }

            status = next;
            yield return status;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _uplink.Dispose();
    }

    /// <summary>Whether the node has a blob.</summary>
    internal async Task<bool> HasAsync(BlobRef blob, CancellationToken cancellationToken)
        => await _connection.HeadAsync(ApiRoutes.Blob(blob.Sha256), cancellationToken).ConfigureAwait(false) == blob.Length;

    /// <summary>Uploads a blob that cannot be there yet, without asking first.</summary>
    internal async Task<long> UploadNewAsync(ReadOnlyMemory<byte> content, BlobRef blob, CancellationToken cancellationToken)
    {
        await _connection.PutAsync(ApiRoutes.Blob(blob.Sha256), content, blob.MediaType, cancellationToken).ConfigureAwait(false);
        return blob.Length;
    }

    internal async Task<long> UploadAsync(ReadOnlyMemory<byte> content, BlobRef blob, CancellationToken cancellationToken)
    {
        if (content.IsEmpty) throw new ArgumentException("A blob has at least one byte.", nameof(content));
        return await HasAsync(blob, cancellationToken).ConfigureAwait(false) ? 0 : await UploadNewAsync(content, blob, cancellationToken).ConfigureAwait(false);
    }

    private Task<T> GetAsync<T>(string route, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
        => _connection.SendAsync(HttpMethod.Get, route, type, null, _options.RequestTimeout, _options.MaxAttempts, cancellationToken);

    private async Task<JobStatus> NextAsync(JobId id, long? version, CancellationToken cancellationToken)
    {
        var route = ApiRoutes.Job(id) + (version is null ? "" : $"?after={version}&wait={WaitSeconds}");
        long? silentSince = null;
        while (true)
        {
            try
            {
                return await _connection.SendAsync(
                    HttpMethod.Get, route, ProtocolJson.Default.JobStatus, null,
                    _options.RequestTimeout + TimeSpan.FromSeconds(WaitSeconds), attempts: 1, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is NodeUnreachableException or BasedApiException { Code: ErrorCodes.Busy })
            {
                silentSince ??= Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(silentSince.Value) >= _options.WatchPatience) throw;
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
