using System.Text.Json;
using System.Text.Json.Serialization;

namespace BasedAI.Cerberus;

/// <summary>The file <c>config.json</c> of a model: its layers, named and shaped as in torch.nn, without their weights.</summary>
public sealed record ModelConfig
{
    /// <summary>Format; this is version 1.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>What enters.</summary>
    public required ModelInputConfig Input { get; init; }

    /// <summary>The layers in order of computation.</summary>
    public required IReadOnlyList<LayerConfig> Layers { get; init; }

    /// <summary>Names of the classes, where it has some.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="ModelFormatException">Not such a file; the message says what is wrong.</exception>
    public static ModelConfig Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > 1 << 20) throw new ModelFormatException($"config.json has {json.Length} bytes; at most 1 MiB is read.");
        try
        {
            var config = JsonSerializer.Deserialize(json, ModelConfigJson.Default.ModelConfig) ?? throw new ModelFormatException("config.json is null.");
            return config.FormatVersion == 1
                ? config
                : throw new ModelFormatException($"config.json has format version {config.FormatVersion}; this software reads version 1.");
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException($"config.json cannot be read: {exception.Message}", exception);
        }
    }
}

/// <summary>What enters a model.</summary>
public sealed record ModelInputConfig
{
    /// <summary><c>tokens</c> or <c>record</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>T; 1 for a record.</summary>
    public int Tokens { get; init; } = 1;

    /// <summary>d, the constant included.</summary>
    public required int Features { get; init; }

    /// <summary>Whether the last feature is 1 for every real token.</summary>
    public bool ConstantFeature { get; init; }

    /// <summary>For a record, how a client standardises each feature: (value − mean)/deviation.</summary>
    public IReadOnlyList<RecordFeatureConfig>? Record { get; init; }
}

/// <summary>A feature of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mean">Subtracted.</param>
/// <param name="Deviation">Divided by.</param>
public sealed record RecordFeatureConfig(string Name, double Mean, double Deviation);

/// <summary>What becomes of an attention score.</summary>
/// <param name="Type">Polynomial.</param>
/// <param name="Coefficients">Constant first.</param>
public sealed record ScoreConfig(string Type, IReadOnlyList<double>? Coefficients);

/// <summary>A layer.</summary>
public sealed record LayerConfig
{
    /// <summary>Its name: the prefix of its tensors.</summary>
    public required string Name { get; init; }

    /// <summary>As in torch.nn: Embedding, RMSNorm, LayerNorm, Dropout, Linear, MultiheadAttention, Polynomial, GELU, ReLU, Residual, MeanPool.</summary>
    public required string Type { get; init; }

    /// <summary>Layers it reads; "input" is the model's input.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Attention: heads.</summary>
    public int? Heads { get; init; }

    /// <summary>Attention: features of a head.</summary>
    public int? HeadFeatures { get; init; }

    /// <summary>Attention: multiplies q·k.</summary>
    public double? ScoreScale { get; init; }

    /// <summary>Attention: what becomes of a score; the square is what can be computed.</summary>
    public ScoreConfig? Score { get; init; }

    /// <summary>Attention: <c>length</c>, the number of tokens.</summary>
    public string? Normalization { get; init; }

    /// <summary>Linear: inputs.</summary>
    public int? In { get; init; }

    /// <summary>Linear: outputs.</summary>
    public int? Out { get; init; }

    /// <summary>Polynomial: degree; its coefficients are a tensor.</summary>
    public int? Degree { get; init; }

    /// <summary>Polynomial: coefficients, constant first, where they are not a tensor.</summary>
    public IReadOnlyList<double>? Coefficients { get; init; }
}

/// <summary>Reader made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelConfig))]
internal sealed partial class ModelConfigJson : JsonSerializerContext;
