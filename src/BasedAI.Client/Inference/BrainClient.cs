using System.Diagnostics;
using BasedAI.Client.Text;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// One Brain as a user sees it: a text goes in, a label comes out, and in between only ciphertexts leave this process. The text, its tokens, the
/// secret key and the answer are never sent, logged or put into an exception. Thread-safe.
/// </summary>
public sealed class BrainClient
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(3);

    private readonly BasedClient _client;
    private readonly TextEncoder _encoder;
    private readonly PublicFileCache _files;

    private BrainClient(BasedClient client, BrainId id, ModelManifest manifest, ModelRequirements requirements, TextEncoder encoder, PublicFileCache files)
    {
        _client = client;
        Id = id;
        Manifest = manifest;
        Requirements = requirements;
        _encoder = encoder;
        _files = files;
    }

    /// <summary>The Brain.</summary>
    public BrainId Id { get; }

    /// <summary>What it says it serves.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>What of it this client has checked.</summary>
    public ModelRequirements Requirements { get; }

    /// <summary>Loads a Brain's manifest and public files, and judges them.</summary>
    /// <exception cref="UnsupportedModelException">The model asks for something unknown, weak or contradictory.</exception>
    public static async Task<BrainClient> OpenAsync(BasedClient client, BrainId id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var manifest = await client.GetModelAsync(id, cancellationToken).ConfigureAwait(false);
        var requirements = ModelRequirements.Of(manifest);
        var files = new PublicFileCache(client);
        var vocabulary = await files.GetAsync(manifest.Files.Vocabulary, cancellationToken).ConfigureAwait(false);
        var embedding = await files.GetAsync(manifest.Files.Embedding, cancellationToken).ConfigureAwait(false);
        return new BrainClient(client, id, manifest, requirements, EncoderOf(manifest, vocabulary, embedding), files);
    }

    /// <summary>Turns a text into the rows that are encrypted; nothing is sent.</summary>
    public EncodedText Encode(string text) => _encoder.Encode(text);

    /// <summary>The published weights, verified, or null where the owner publishes none.</summary>
    public async Task<byte[]?> GetWeightsAsync(CancellationToken cancellationToken = default)
        => Manifest.Files.Weights is { } weights ? await _files.GetAsync(weights, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Sends the evaluation keys unless the network has them.</summary>
    /// <returns>Bytes sent.</returns>
    /// <exception cref="KeyFileException">The keys are not those of this model.</exception>
    public Task<long> UploadKeysAsync(ClientKeyRing keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        keys.MustFit(Requirements);
        return _client.UploadAsync(keys.EvaluationKeyBytes, keys.EvaluationKeys, cancellationToken);
    }

    /// <summary>Encrypts a text, has the network compute on it, and decrypts the answer.</summary>
    /// <param name="text">What <see cref="Encode"/> made of a text; at least one token.</param>
    /// <param name="keys">The user's keys, made for this model.</param>
    /// <param name="options">What to ask of the network; null takes the defaults.</param>
    /// <param name="progress">Told what happens, on the thread it happens on; null tells nobody.</param>
    /// <param name="cancellationToken">Gives up; an acknowledged job is then called off.</param>
    /// <exception cref="ArgumentException">The text has no token.</exception>
    /// <exception cref="KeyFileException">The keys are not those of this model.</exception>
    /// <exception cref="BasedApiException">The network refused the job or ended it without a result.</exception>
    /// <exception cref="JobInterruptedException">The job was acknowledged, but its end could not be waited for.</exception>
    public async Task<InferenceAnswer> AskAsync(
        EncodedText text,
        ClientKeyRing keys,
        InferenceOptions? options = null,
        IProgress<InferenceEvent>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(keys);
        options ??= new InferenceOptions();
        var began = Stopwatch.GetTimestamp();
        var run = new StageClock(progress);
        keys.MustFit(Requirements);
        var input = await run.MeasureAsync(InferenceStage.Encryption, () => Task.FromResult(Encrypt(text, keys)), bytes => bytes.Length).ConfigureAwait(false);
        var blob = BlobRef.Of(input, MediaTypes.CiphertextBundle);
        var keyBytes = await run.MeasureAsync(InferenceStage.KeyUpload, () => UploadKeysAsync(keys, cancellationToken), sent => sent).ConfigureAwait(false);
        await run.MeasureAsync(InferenceStage.InputUpload, () => _client.UploadAsync(input, blob, cancellationToken), sent => sent).ConfigureAwait(false);
        var status = await RunAsync(RequestOf(options, blob, keys), progress, cancellationToken).ConfigureAwait(false);
        var result = await run.MeasureAsync(InferenceStage.Download, () => FetchAsync(status, cancellationToken), bytes => bytes.Length).ConfigureAwait(false);
        var logit = await run.MeasureAsync(InferenceStage.Decryption, () => Task.FromResult(Decrypt(result, keys)), _ => 0).ConfigureAwait(false);
        return AnswerOf(status, logit, options.Validators, new InferenceBytes(keyBytes, input.Length, result.Length), new InferenceTimes(
            run[InferenceStage.Encryption],
            run[InferenceStage.KeyUpload] + run[InferenceStage.InputUpload],
            TimeSpan.FromMilliseconds(status.EvaluateMilliseconds),
            TimeSpan.FromMilliseconds(status.VerifyMilliseconds),
            Stopwatch.GetElapsedTime(began)));
    }

    /// <summary>Fetches and decrypts the result of a job that has completed, for a user who kept the keys it was asked with.</summary>
    /// <exception cref="BasedApiException">The job ended without a result.</exception>
    /// <exception cref="KeyFileException">The keys are not those of this model.</exception>
    public async Task<InferenceAnswer> ReadAnswerAsync(JobStatus status, ClientKeyRing keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(keys);
        keys.MustFit(Requirements);
        var result = await FetchAsync(status, cancellationToken).ConfigureAwait(false);
        var times = new InferenceTimes(
            TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMilliseconds(status.EvaluateMilliseconds), TimeSpan.FromMilliseconds(status.VerifyMilliseconds),
            (status.EndedAt - status.SubmittedAt) ?? TimeSpan.Zero);
        return AnswerOf(status, Decrypt(result, keys), status.Verdicts.Count, new InferenceBytes(0, 0, result.Length), times);
    }

    /// <summary>Packs and encrypts: the bundle that travels.</summary>
    internal byte[] Encrypt(EncodedText text, ClientKeyRing keys)
    {
        if (text.Length == 0)
            throw new ArgumentException("The text has no word, and no model has an answer to that.", nameof(text));
        var layout = Requirements.Layout;
        var ports = new[] { new double[layout.SlotCount], new double[layout.SlotCount] };
        layout.Pack(text.Rows, text.Length, 1, ports[0]);
        layout.Pack(text.Rows, text.Length, 1.0 / text.Length, ports[1]);
        try
        {
            return keys.Encrypt(ports, Requirements.InputLevel);
        }
        finally
        {
            foreach (var slots in ports) Array.Clear(slots);
        }
    }

    private static TextEncoder EncoderOf(ModelManifest manifest, byte[] vocabulary, byte[] embedding)
    {
        try
        {
            using var words = new MemoryStream(vocabulary, writable: false);
            using var rows = new MemoryStream(embedding, writable: false);
            var encoder = new TextEncoder(Vocabulary.Read(words), EmbeddingTable.Read(rows));
            return encoder.MaxTokens == manifest.Input.MaxTokens && encoder.Dimensions == manifest.Input.Dimensions
                ? encoder
                : throw new UnsupportedModelException(
                    $"The model is refused: its embedding table is {encoder.MaxTokens} x {encoder.Dimensions}, its manifest says "
                    + $"{manifest.Input.MaxTokens} x {manifest.Input.Dimensions}.");
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new UnsupportedModelException($"The model is refused: {exception.Message}", exception);
        }
    }

    private JobRequest RequestOf(InferenceOptions options, BlobRef input, ClientKeyRing keys) => new()
    {
        Id = options.Job,
        Brain = Id,
        PlanId = Requirements.PlanId,
        Input = input,
        Keys = keys.EvaluationKeys,
        Validators = options.Validators,
        DeadlineSeconds = options.DeadlineSeconds,
    };

    private async Task<JobStatus> RunAsync(JobRequest request, IProgress<InferenceEvent>? progress, CancellationToken cancellationToken)
    {
        var status = await _client.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        progress?.Report(new InferenceEvent.Acknowledged(status));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(request.DeadlineSeconds) + TimeSpan.FromMinutes(1));
        try
        {
            await foreach (var next in _client.WatchAsync(request.Id, patience.Token).ConfigureAwait(false))
            {
                status = next;
                progress?.Report(new InferenceEvent.Moved(status));
            }

            return status;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await TryCancelAsync(request.Id).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException exception)
        {
            throw new JobInterruptedException(
                request.Id, new TimeoutException($"The network did not end it within a minute of its deadline of {request.DeadlineSeconds} s.", exception));
        }
        catch (Exception exception) when (exception is NodeUnreachableException or NodeProtocolException or BasedApiException { Code: ErrorCodes.Busy })
        {
            throw new JobInterruptedException(request.Id, exception);
        }
    }

    private async Task TryCancelAsync(JobId job)
    {
        try
        {
            using var patience = new CancellationTokenSource(CancelPatience);
            await _client.CancelAsync(job, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or BasedApiException or NodeUnreachableException or NodeProtocolException)
        {
            // The deadline ends the job.
        }
    }

    private Task<byte[]> FetchAsync(JobStatus status, CancellationToken cancellationToken)
    {
        if (status.Phase != JobPhase.Completed)
        {
            var error = status.Error ?? new ApiError(ErrorCodes.Internal, $"The job ended as {status.Phase} and gives no reason.");
            throw new BasedApiException(error.Code, Printable.Line(error.Message, 1000));
        }

        return status.Result is { } result
            ? _client.DownloadAsync(result, _client.Options.MaxResultBytes, cancellationToken)
            : throw new NodeProtocolException("The network says the job completed, but names no result.");
    }

    private static double Decrypt(byte[] result, ClientKeyRing keys)
    {
        var logit = keys.DecryptFirstSlot(result);
        return double.IsFinite(logit) && Math.Abs(logit) < 1e6
            ? logit
            : throw new NodeProtocolException("The result does not decrypt to an answer: it was not computed from this input under these keys.");
    }

    private InferenceAnswer AnswerOf(JobStatus status, double logit, int wanted, InferenceBytes bytes, InferenceTimes times)
    {
        var validators = status.Verdicts.Where(verdict => verdict.Agrees).Select(verdict => Printable.Line(verdict.Validator, MemberId.MaxLength)).Distinct().ToList();
        return new InferenceAnswer
        {
            Job = status.Id,
            Label = Requirements.Labels[logit > 0 ? 1 : 0],
            Probability = Math.Round(1 / (1 + Math.Exp(-logit)), 4),
            RawLogit = logit,
            Bytes = bytes,
            Times = times,
            Miner = Printable.Line(status.Miner, MemberId.MaxLength),
            Validators = validators,
            IsVerified = wanted > 0 && validators.Count >= wanted && status.Verdicts.All(verdict => verdict.Agrees),
        };
    }
}
