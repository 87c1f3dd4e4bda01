namespace BasedAI.Protocol;

/// <summary>What goes into a model, and how a client turns it into numbers. <see cref="Kind"/> says which of the other members are there.</summary>
public sealed record InputManifest
{
    /// <summary>The kind of a text: tokens, each a row of a public table.</summary>
    public const string TextKind = "text";

    /// <summary>The kind of a record: numbers by name.</summary>
    public const string RecordKind = "record";

    /// <summary><see cref="TextKind"/> or <see cref="RecordKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of a text: the tokeniser's name, e.g. <c>whole-word-v1</c>.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Of a text: T. Longer texts are truncated by the client, who says so.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Of a text: d, the length of a token's row, the constant included.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Of a text: whether the row of each real token ends with a 1, through which the model adds its biases.</summary>
    public bool? ConstantFeature { get; init; }

    /// <summary>Of a record: its numbers in order. The client standardises them.</summary>
    public IReadOnlyList<FeatureManifest>? Features { get; init; }

    /// <summary>A text input.</summary>
    public static InputManifest Text(string tokenizer, int maxTokens, int dimensions, bool constantFeature) => new()
    {
        Kind = TextKind,
        Tokenizer = tokenizer,
        MaxTokens = maxTokens,
        Dimensions = dimensions,
        ConstantFeature = constantFeature,
    };

    /// <summary>A record input.</summary>
    public static InputManifest Record(IReadOnlyList<FeatureManifest> features) => new() { Kind = RecordKind, Features = features };
}

/// <summary>One number of a record. The model sees (value − mean) / deviation.</summary>
/// <param name="Name">Its name, as a column or member is called.</param>
/// <param name="Mean">Mean over the training data.</param>
/// <param name="Deviation">Standard deviation over the training data, above 0.</param>
public sealed record FeatureManifest(string Name, double Mean, double Deviation);
