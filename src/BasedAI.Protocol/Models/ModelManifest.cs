using System.Text.Json;

namespace BasedAI.Protocol;

/// <summary>
/// What a Brain serves: the model card and everything a client needs to make keys, encrypt and read the answer, in one or several plans of the same
/// weights. It is the file <c>model.json</c> of a model's folder and the answer of <c>GET /v1/brains/{id}/model</c>.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>The version of this document that is written and read here.</summary>
    public const int CurrentFormatVersion = 2;

    /// <summary>Most plans of one model.</summary>
    public const int MaxPlans = 8;

    /// <summary>Format of this document: <see cref="CurrentFormatVersion"/>.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Short name, e.g. <c>sentiment-mini</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence on what it does.</summary>
    public required string Description { get; init; }

    /// <summary>The task, one of <see cref="ModelTasks"/>.</summary>
    public required string Task { get; init; }

    /// <summary>Names of the classes, index = class; empty where the answer is a vector.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>What goes in, and how it becomes numbers.</summary>
    public required InputManifest Input { get; init; }

    /// <summary>How the answer lies in the result.</summary>
    public required OutputManifest Output { get; init; }

    /// <summary>The ways to compute it, 1 … <see cref="MaxPlans"/>; the first is taken where nothing speaks for another.</summary>
    public required IReadOnlyList<PlanManifest> Plans { get; init; }

    /// <summary>The files besides the plans, by role.</summary>
    public required ModelFiles Files { get; init; }

    /// <summary>The card: what it was made of, how good it is, what it is not.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>Reads a manifest. The version is looked at first, so that a manifest of another version is told as such.</summary>
    /// <param name="json">The document as UTF-8.</param>
    /// <exception cref="ManifestVersionException">It has another format version.</exception>
    /// <exception cref="JsonException">It is no manifest.</exception>
    public static ModelManifest Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("formatVersion", out var version)
            && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out var number)
            && number != CurrentFormatVersion)
        {
            throw new ManifestVersionException(number);
        }

        return document.RootElement.Deserialize(ProtocolJson.Default.ModelManifest) ?? throw new JsonException("The manifest is null.");
    }

    /// <summary>Every file a node must hold to serve the model, with its place in this document.</summary>
    public IEnumerable<(string Place, BlobRef File)> AllFiles()
    {
        foreach (var plan in Plans) yield return ($"plans.{plan.Name}.file", plan.File);
        if (Files.Vocabulary is { } vocabulary) yield return ("files.vocabulary", vocabulary);
        if (Files.Embedding is { } embedding) yield return ("files.embedding", embedding);
        if (Files.Config is { } config) yield return ("files.config", config);
        if (Files.Weights is { } weights) yield return ("files.weights", weights);
    }
}

/// <summary>What models do. The names persist.</summary>
public static class ModelTasks
{
    /// <summary>One logit; above 0 it is the second of two labels.</summary>
    public const string BinaryClassification = "binary-classification";

    /// <summary>One logit per label; the largest is the answer.</summary>
    public const string Classification = "classification";

    /// <summary>A vector.</summary>
    public const string Embedding = "embedding";
}

/// <summary>How the answer lies in the result ciphertext.</summary>
/// <param name="Layout"><c>scalar-every-slot-v1</c> (one value, in slot 0) or <c>strided-{stride}x{count}-v1</c> (value i in slot i · stride).</param>
/// <param name="PerToken">Whether the values are sums over the tokens, which the client divides by their number.</param>
public sealed record OutputManifest(string Layout, bool PerToken);

/// <summary>A model's files by role, all public to every client.</summary>
public sealed record ModelFiles
{
    /// <summary>The vocabulary of a text model.</summary>
    public BlobRef? Vocabulary { get; init; }

    /// <summary>The embedding table of a text model.</summary>
    public BlobRef? Embedding { get; init; }

    /// <summary>The layers, where the owner publishes model and weights, so that a client can compare with the model in the clear.</summary>
    public BlobRef? Config { get; init; }

    /// <summary>The weights, where the owner publishes them.</summary>
    public BlobRef? Weights { get; init; }
}
