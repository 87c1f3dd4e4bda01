using System.Diagnostics;
using BasedAI.Client.Text;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// One Brain as a user sees it: a text or a record goes in, a label or a vector comes out, and in between only ciphertexts leave this process. The input, the
/// secret keys and the answer are never sent, logged or put into an exception. Thread-safe.
/// </summary>
public sealed partial class BrainClient
{
    private readonly BasedClient _client;
    private readonly TextEncoder? _texts;
    private readonly RecordEncoder? _records;
    private readonly PublicFileCache _files;

    private BrainClient(BasedClient client, BrainId id, ModelManifest manifest, ModelRequirements requirements, TextEncoder? texts, PublicFileCache files)
    {
        _client = client;
        Id = id;
        Manifest = manifest;
        Requirements = requirements;
        _texts = texts;
        _records = requirements.Record is { } record ? new RecordEncoder(record) : null;
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
        var texts = requirements.Text is { } text ? await LoadEncoderAsync(manifest, text, files, cancellationToken).ConfigureAwait(false) : null;
        return new BrainClient(client, id, manifest, requirements, texts, files);
    }

    /// <summary>Turns a text into the rows that are encrypted; nothing is sent.</summary>
    /// <exception cref="InvalidOperationException">The model takes records.</exception>
    public EncodedText Encode(string text)
        => (_texts ?? throw new InvalidOperationException($"The model '{Manifest.Name}' takes records, not texts.")).Encode(text);

    /// <summary>Turns a record into the numbers that are encrypted; nothing is sent.</summary>
    /// <exception cref="InvalidOperationException">The model takes texts.</exception>
    /// <exception cref="RecordException">A name is missing, unknown or there twice, or a number is out of range.</exception>
    public EncodedRecord EncodeRecord(IEnumerable<KeyValuePair<string, double>> values)
        => (_records ?? throw new InvalidOperationException($"The model '{Manifest.Name}' takes texts, not records.")).Encode(values);

    /// <summary>Layers and weights, verified, or null where the owner publishes none.</summary>
    public async Task<PublishedModel?> GetPublishedModelAsync(CancellationToken cancellationToken = default)
    {
        if (Manifest.Files.Weights is not { } weights) return null;
        var config = Manifest.Files.Config is { } file ? await _files.GetAsync(file, cancellationToken).ConfigureAwait(false) : null;
        return new PublishedModel(config, await _files.GetAsync(weights, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Chooses a plan: the one that is asked for, or the one with the least estimated time over this client's uplink, which is measured once where there is
    /// a choice.
    /// </summary>
    /// <param name="keys">The user's keys. Those read from a file leave only the plans they are for.</param>
    /// <param name="wanted">Name of the plan, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlanChoiceException">The model has no such plan.</exception>
    /// <exception cref="KeyFileException">The keys are for none of the plans, or not for the one asked for.</exception>
    public async Task<PlanChoice> ChoosePlanAsync(ClientKeyRing keys, string? wanted = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (wanted is not null)
        {
            var plan = Requirements.GetPlan(wanted);
            return keys.MakesKeys || keys.Find(plan) is not null ? PlanChooser.Only(plan, "asked for") : throw keys.Lacks(plan);
        }

        List<PlanRequirements> candidates = [.. Requirements.Plans.Where(plan => keys.MakesKeys || keys.Find(plan) is not null)];
        if (candidates.Count == 0) throw keys.Lacks(Requirements.DefaultPlan);
        if (candidates.Count == 1)
            return PlanChooser.Only(candidates[0], Requirements.Plans.Length == 1 ? "the only plan" : "the only plan the keys are for");
        var uplink = await _client.TryMeasureUplinkAsync(cancellationToken).ConfigureAwait(false);
        var sent = new HashSet<PlanRequirements>();
        foreach (var plan in candidates)
        {
            if (uplink is not null && keys.Find(plan) is { } made && await _client.HasAsync(made.EvaluationKeys, cancellationToken).ConfigureAwait(false))
                sent.Add(plan);
        }

        return PlanChooser.Choose(candidates, uplink, sent.Contains);
    }

    /// <summary>Sends the evaluation keys of a plan unless the network has them; makes them where they are not there and the ring makes keys.</summary>
    /// <returns>Bytes sent.</returns>
    /// <exception cref="KeyFileException">The keys are not those of the plan.</exception>
    public Task<long> UploadKeysAsync(ClientKeyRing keys, PlanRequirements plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var made = keys.Get(plan);
        return _client.UploadAsync(made.EvaluationKeyBytes, made.EvaluationKeys, cancellationToken);
    }

    /// <summary>Encrypts an input, has the network compute on it, and decrypts the answer.</summary>
    /// <param name="input">What <see cref="Encode"/> or <see cref="EncodeRecord"/> made; a text has at least one token.</param>
    /// <param name="keys">The user's keys; those of the plan are made where they are not there and the ring makes keys.</param>
    /// <param name="options">What to ask of the network; null takes the defaults.</param>
    /// <param name="progress">Told what happens, on the thread it happens on; null tells nobody.</param>
    /// <param name="cancellationToken">Gives up; an acknowledged job is then called off.</param>
    /// <exception cref="ArgumentException">The text has no token, or the input is of another model.</exception>
    /// <exception cref="PlanChoiceException">The model has no plan of the name asked for.</exception>
    /// <exception cref="KeyFileException">The keys are not those of this model.</exception>
    /// <exception cref="BasedApiException">The network refused the job or ended it without a result.</exception>
    /// <exception cref="JobInterruptedException">The job was acknowledged, but its end could not be waited for.</exception>
    public async Task<InferenceAnswer> AskAsync(
        EncodedInput input,
        ClientKeyRing keys,
        InferenceOptions? options = null,
        IProgress<InferenceEvent>? progress = null,
        CancellationToken cancellationToken = default)
    {
        MustBeOfThisModel(input);
        ArgumentNullException.ThrowIfNull(keys);
        options ??= new InferenceOptions();
        var began = Stopwatch.GetTimestamp();
        var run = new StageClock(progress);
        var choice = await run.MeasureAsync(InferenceStage.PlanChoice, () => ChoosePlanAsync(keys, options.Plan, cancellationToken), _ => 0).ConfigureAwait(false);
        progress?.Report(new InferenceEvent.Chose(choice));
        var plan = choice.Plan;
        var made = keys.Find(plan) ?? await run.MeasureAsync(
            InferenceStage.KeyGeneration, () => Task.FromResult(keys.Get(plan)), fresh => fresh.EvaluationKeyBytes.Length).ConfigureAwait(false);
        var bundle = await run.MeasureAsync(InferenceStage.Encryption, () => Task.FromResult(made.Encrypt(plan, input)), bytes => bytes.Length).ConfigureAwait(false);
        var blob = BlobRef.Of(bundle.Span, MediaTypes.CiphertextBundle);
        var keyBytes = await run.MeasureAsync(InferenceStage.KeyUpload, () => UploadKeysAsync(keys, plan, cancellationToken), sent => sent).ConfigureAwait(false);
        await run.MeasureAsync(InferenceStage.InputUpload, () => _client.UploadNewAsync(bundle, blob, cancellationToken), sent => sent).ConfigureAwait(false);
        var status = await RunAsync(RequestOf(options, plan, blob, made), progress, cancellationToken).ConfigureAwait(false);
        var result = await run.MeasureAsync(InferenceStage.Download, () => FetchAsync(status, plan, cancellationToken), bytes => bytes.Length).ConfigureAwait(false);
        var values = await run.MeasureAsync(InferenceStage.Decryption, () => Task.FromResult(Decrypt(result, made, plan, input.Length)), _ => 0).ConfigureAwait(false);
        return AnswerOf(status, choice, values, options.Validators, new InferenceBytes(keyBytes, bundle.Length, result.Length), new InferenceTimes(
            run[InferenceStage.KeyGeneration],
            run[InferenceStage.Encryption],
            run[InferenceStage.KeyUpload] + run[InferenceStage.InputUpload],
            TimeSpan.FromMilliseconds(status.EvaluateMilliseconds),
            TimeSpan.FromMilliseconds(status.VerifyMilliseconds),
            Stopwatch.GetElapsedTime(began)));
    }

    /// <summary>Fetches and decrypts the result of a job that has completed, for a user who kept the keys it was asked with.</summary>
    /// <param name="status">The job.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="length">Tokens of the text; needed where <see cref="ModelRequirements.IsPerToken"/>, since no job knows it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The length is needed and not given, or out of range.</exception>
    /// <exception cref="BasedApiException">The job ended without a result.</exception>
    /// <exception cref="KeyFileException">The keys are not those of the plan.</exception>
    /// <exception cref="PlanChoiceException">The Brain no longer serves the plan of the job.</exception>
    public async Task<InferenceAnswer> ReadAnswerAsync(JobStatus status, ClientKeyRing keys, int? length = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(keys);
        if (Requirements.IsPerToken && length is not >= 1)
            throw new ArgumentException("The model's answer is a sum over tokens; say how many the text had.", nameof(length));
        var plan = Requirements.Plans.FirstOrDefault(plan => plan.PlanId == status.PlanId)
            ?? throw new PlanChoiceException($"The job was asked by plan {Printable.Line(status.PlanId, 64)}, which Brain {Id} no longer serves.");
        var made = keys.Find(plan) ?? throw keys.Lacks(plan);
        var result = await FetchAsync(status, plan, cancellationToken).ConfigureAwait(false);
        var times = new InferenceTimes(
            TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMilliseconds(status.EvaluateMilliseconds),
            TimeSpan.FromMilliseconds(status.VerifyMilliseconds), (status.EndedAt - status.SubmittedAt) ?? TimeSpan.Zero);
        return AnswerOf(
            status, PlanChooser.Only(plan, "the plan of the job"), Decrypt(result, made, plan, length ?? 1), status.Verdicts.Count,
            new InferenceBytes(0, 0, result.Length), times);
    }

    private static async Task<TextEncoder> LoadEncoderAsync(ModelManifest manifest, TextInput input, PublicFileCache files, CancellationToken cancellationToken)
    {
        if (manifest.Files is not { Vocabulary: { } vocabulary, Embedding: { } embedding })
            throw UnsupportedModelException.Because("it takes texts, but names no vocabulary and embedding table");
        try
        {
            using var words = new MemoryStream(await files.GetAsync(vocabulary, cancellationToken).ConfigureAwait(false), writable: false);
            using var rows = new MemoryStream(await files.GetAsync(embedding, cancellationToken).ConfigureAwait(false), writable: false);
            var encoder = new TextEncoder(Vocabulary.Read(words), EmbeddingTable.Read(rows), input.ConstantFeature);
            return encoder.MaxTokens == input.MaxTokens && encoder.Dimensions == input.Dimensions
                ? encoder
                : throw UnsupportedModelException.Because(
                    $"its texts are {encoder.MaxTokens} x {encoder.Dimensions} by its embedding table, {input.MaxTokens} x {input.Dimensions} by its manifest");
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new UnsupportedModelException($"The model is refused: {exception.Message}", exception);
        }
    }
}
