namespace BasedAI.Protocol;

/// <summary>
/// What a Brain serves: the model card and everything a client needs to make keys, encrypt and read the answer. It is the file <c>model.json</c>
/// of a model's folder and the answer of <c>GET /v1/brains/{id}/model</c>.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>Format of this document; this is version 1.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Short name, e.g. <c>sentiment-mini</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence on what it does.</summary>
    public required string Description { get; init; }

    /// <summary>The task: <c>binary-classification</c>.</summary>
    public required string Task { get; init; }

    /// <summary>Names of the classes, index = class.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>SHA-256 of the execution plan, lower-case hexadecimal.</summary>
    public required string PlanId { get; init; }

    /// <summary>The encryption parameters the plan wants.</summary>
    public required ParametersManifest Parameters { get; init; }

    /// <summary>How a text becomes the plan's inputs.</summary>
    public required InputManifest Input { get; init; }

    /// <summary>Exactly the evaluation keys the plan needs.</summary>
    public required KeysManifest Keys { get; init; }

    /// <summary>The files, by role.</summary>
    public required ModelFiles Files { get; init; }

    /// <summary>The card: what it was made of, how good it is, what it is not.</summary>
    public required ModelCard Card { get; init; }
}

/// <summary>CKKS parameters as a client must create them.</summary>
/// <param name="LogN">log2 of the ring degree.</param>
/// <param name="LogQ">Bits of each ciphertext prime, q0 first.</param>
/// <param name="LogP">Bits of each special prime.</param>
/// <param name="LogDefaultScale">log2 of the default scale.</param>
/// <param name="LogQP">log2 of the product of all primes.</param>
/// <param name="SecurityBits">Classical security of the set, in bits.</param>
/// <param name="ParametersId">Digest of the exact parameters, primes included: both sides must get the same.</param>
public sealed record ParametersManifest(
    int LogN,
    IReadOnlyList<int> LogQ,
    IReadOnlyList<int> LogP,
    int LogDefaultScale,
    double LogQP,
    int SecurityBits,
    string ParametersId);

/// <summary>How a text becomes ciphertexts.</summary>
/// <param name="Tokenizer">The tokeniser's name, e.g. <c>whole-word-v1</c>.</param>
/// <param name="Layout">The slot layout's name, e.g. <c>token-feature-r2-v1</c>.</param>
/// <param name="MaxTokens">T: longer texts are truncated by the client, who says so.</param>
/// <param name="Dimensions">d: length of a token's vector.</param>
/// <param name="Replicas">r: copies of each value side by side.</param>
/// <param name="Level">Level of the input ciphertexts.</param>
/// <param name="Ports">Names of the input ciphertexts, in order.</param>
public sealed record InputManifest(
    string Tokenizer,
    string Layout,
    int MaxTokens,
    int Dimensions,
    int Replicas,
    int Level,
    IReadOnlyList<string> Ports);

/// <summary>The evaluation keys a plan needs, and no others.</summary>
/// <param name="RelinearizationLevel">Highest level at which products are relinearised, or null where none is.</param>
/// <param name="Galois">One entry per Galois key.</param>
public sealed record KeysManifest(int? RelinearizationLevel, IReadOnlyList<GaloisKeyManifest> Galois);

/// <summary>One Galois key.</summary>
/// <param name="Element">The Galois element, odd, below 2N.</param>
/// <param name="Level">Highest level it is used at.</param>
public sealed record GaloisKeyManifest(uint Element, int Level);

/// <summary>A model's files by role. Vocabulary and embedding are public to every client.</summary>
public sealed record ModelFiles
{
    /// <summary>The vocabulary.</summary>
    public required BlobRef Vocabulary { get; init; }

    /// <summary>The embedding table.</summary>
    public required BlobRef Embedding { get; init; }

    /// <summary>The execution plan (not needed by clients, who may still audit it).</summary>
    public required BlobRef Plan { get; init; }

    /// <summary>The body's weights where the owner publishes them, so that a client can compare with the model in the clear; null where not.</summary>
    public BlobRef? Weights { get; init; }
}
