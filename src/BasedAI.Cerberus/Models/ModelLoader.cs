using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>Joins a model's layers and its tensors to a graph. What cannot be evaluated under encryption is refused by name, with what to do instead.</summary>
public static class ModelLoader
{
    /// <summary>Builds the graph, with biases and activations in the form the passes expect (<see cref="GraphNormalization"/>).</summary>
    /// <param name="config">The layers.</param>
    /// <param name="tensors">Weights by name, as torch.nn names and shapes them; see <see cref="SafetensorsFile"/> and <see cref="StateDictFile"/>.</param>
    /// <exception cref="ModelFormatException">A layer is unsupported, a tensor is missing, superfluous or of another shape.</exception>
    public static ModelGraph Load(ModelConfig config, IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tensors);
        var reader = new TensorReader(tensors);
        var nodes = config.Layers.Select(layer => new GraphNode(layer.Name, Create(layer, config, reader), [.. layer.Inputs])).ToImmutableArray();
        reader.RequireAllRead();
        if (config.Input.Kind is not ("tokens" or "record")) throw new ModelFormatException($"input.kind is \"{config.Input.Kind}\"; it is \"tokens\" or \"record\".");
        bool isRecord = config.Input.Kind == "record";
        var input = new GraphInput(isRecord ? 1 : config.Input.Tokens, config.Input.Features, config.Input.ConstantFeature && !isRecord);
        return GraphNormalization.Run(new ModelGraph(config.Name, input, nodes));
    }

    private static GraphOperation Create(LayerConfig layer, ModelConfig config, TensorReader reader) => layer.Type switch
    {
        "Embedding" or "RMSNorm" or "Dropout" => new ClientLayer(layer.Type),
        "Linear" => new LinearLayer(
            reader.Matrix($"{layer.Name}.weight", layer.Out, layer.In), reader.Vector($"{layer.Name}.bias", Require(layer, layer.Out, "out"), isOptional: true)),
        "MultiheadAttention" => Attention(layer, config, reader),
        "Polynomial" => new PolynomialLayer(layer.Coefficients is { Count: > 0 } fixedOnes
            ? [.. fixedOnes]
            : reader.Vector($"{layer.Name}.coefficients", Require(layer, layer.Degree, "degree") + 1, isOptional: false)),
        "GELU" or "ReLU" => new ActivationLayer(layer.Type),
        "Residual" => new ResidualSum(),
        "MeanPool" => new TokenPool(),
        "LayerNorm" or "BatchNorm1d" => throw Unsupported(layer, "it divides by a number that depends on the input. Put an RMSNorm before the first encrypted layer, where the client computes it, and train without the others"),
        "Softmax" => throw Unsupported(layer, "it needs exponentials and a division. Train attention with squared scores over the number of tokens (MultiheadAttention with score Polynomial [0, 0, 1] and normalization \"length\")"),
        "Tanh" or "Sigmoid" or "SiLU" => throw Unsupported(layer, "only polynomials can be computed. Use GELU, ReLU (which are approximated) or a Polynomial that is trained"),
        _ => throw Unsupported(layer, "known are Embedding, RMSNorm, Dropout, Linear, MultiheadAttention, Polynomial, GELU, ReLU, Residual and MeanPool"),
    };

    private static AttentionLayer Attention(LayerConfig layer, ModelConfig config, TensorReader reader)
    {
        if (layer.Score is not { Type: "Polynomial", Coefficients: { } score } || !score.SequenceEqual([0, 0, 1]))
            throw Unsupported(layer, "its scores must be squared: score is {\"type\": \"Polynomial\", \"coefficients\": [0, 0, 1]}. Softmax has no cheap encrypted form; train with the square");
        if (layer.Normalization != "length") throw Unsupported(layer, $"its normalization is \"{layer.Normalization}\"; \"length\" (the number of tokens, which the client knows) is supported");
        int heads = Require(layer, layer.Heads, "heads"), width = Require(layer, layer.HeadFeatures, "headFeatures"), d = config.Input.Features;
        var projection = reader.Matrix($"{layer.Name}.in_proj_weight", 3 * heads * width, d);
        var output = reader.Matrix($"{layer.Name}.out_proj.weight", d, heads * width);
        var offsets = reader.Vector($"{layer.Name}.score_offset", heads, isOptional: true);
        foreach (string bias in (string[])[$"{layer.Name}.in_proj_bias", $"{layer.Name}.out_proj.bias"])
        {
            if (reader.Vector(bias, bias.EndsWith("in_proj_bias", StringComparison.Ordinal) ? 3 * heads * width : d, isOptional: true).Any(static value => value != 0))
                throw Unsupported(layer, $"\"{bias}\" is not zero. Give attention its biases through a constant feature of the rows (input.constantFeature)");
        }
        DenseMatrix Rows(int part, int head) => projection.RowRange(((part * heads) + head) * width, width);
        return new AttentionLayer(
            [.. Enumerable.Range(0, heads).Select(h => new AttentionHead(Rows(0, h), Rows(1, h), Rows(2, h), output.ColumnRange(h * width, width), offsets[h]))],
            layer.ScoreScale ?? 1 / Math.Sqrt(width));
    }

    private static int Require(LayerConfig layer, int? value, string name) => value is > 0 and <= 1 << 16
        ? value.Value
        : throw new ModelFormatException($"Layer \"{layer.Name}\" ({layer.Type}) needs \"{name}\", a whole number from 1 to 65536.");

    private static ModelFormatException Unsupported(LayerConfig layer, string remedy) =>
        new($"Layer \"{layer.Name}\" of type {layer.Type} cannot be evaluated under encryption: {remedy}.");
}
