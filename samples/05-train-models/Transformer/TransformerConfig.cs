using System.Text.Json;
using System.Text.Json.Nodes;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>The layers of a transformer as <c>config.json</c> names them; the tensors of a layer begin with its name.</summary>
public static class TransformerConfig
{
    /// <summary>What the names of a block's layers and tensors begin with: nothing if it is the only one.</summary>
    public static string BlockPrefix(TransformerShape shape, int block) => shape.Blocks == 1 ? "" : $"blocks.{block}.";

    /// <param name="name">Of the model.</param>
    /// <param name="shape">Its form.</param>
    /// <param name="labels">Names of the classes where there are more than two, else empty.</param>
    /// <param name="classifies">Whether a classifier follows the mean over tokens.</param>
    public static string Create(string name, TransformerShape shape, IReadOnlyList<string> labels, bool classifies = true)
    {
        var layers = new JsonArray
        {
            Layer("embedding", "Embedding", ["input"]),
            Layer("norm", "RMSNorm", ["embedding"]),
        };
        var last = "norm";
        for (var b = 0; b < shape.Blocks; b++)
            last = AddBlock(layers, BlockPrefix(shape, b), shape, last);
        layers.Add(Layer("pool", "MeanPool", [last]));
        if (classifies)
            layers.Add(Linear("classifier", shape.Features, shape.Outputs, "pool"));

        var config = new JsonObject
        {
            ["formatVersion"] = 1,
            ["name"] = name,
            ["input"] = new JsonObject
            {
                ["kind"] = "tokens",
                ["tokens"] = shape.Tokens,
                ["features"] = shape.Features,
                ["constantFeature"] = true,
            },
        };
        if (labels.Count > 0)
            config["labels"] = new JsonArray([.. labels.Select(label => JsonValue.Create(label))]);
        config["layers"] = layers;
        return config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }).ReplaceLineEndings("\n") + "\n";
    }

    private static string AddBlock(JsonArray layers, string prefix, TransformerShape shape, string input)
    {
        var attention = Layer(prefix + "attention", "MultiheadAttention", [input]);
        attention.Insert(2, "heads", shape.Heads);
        attention.Insert(3, "headFeatures", shape.HeadFeatures);
        attention.Insert(4, "scoreScale", 1.0 / shape.Features);
        attention.Insert(5, "score", new JsonObject { ["type"] = "Polynomial", ["coefficients"] = new JsonArray(0, 0, 1) });
        attention.Insert(6, "normalization", "length");
        layers.Add(attention);
        layers.Add(Layer(prefix + "residual1", "Residual", [input, prefix + "attention"]));
        layers.Add(Linear(prefix + "linear1", shape.Features, shape.HiddenFeatures, prefix + "residual1"));
        var activation = Layer(prefix + "activation", "Polynomial", [prefix + "linear1"]);
        activation.Insert(2, "degree", 2);
        layers.Add(activation);
        layers.Add(Linear(prefix + "linear2", shape.HiddenFeatures, shape.Features, prefix + "activation"));
        layers.Add(Layer(prefix + "residual2", "Residual", [prefix + "residual1", prefix + "linear2"]));
        return prefix + "residual2";
    }

    private static JsonObject Linear(string name, int inputs, int outputs, string input)
    {
        var layer = Layer(name, "Linear", [input]);
        layer.Insert(2, "in", inputs);
        layer.Insert(3, "out", outputs);
        return layer;
    }

    private static JsonObject Layer(string name, string type, string[] inputs) => new()
    {
        ["name"] = name,
        ["type"] = type,
        ["inputs"] = new JsonArray([.. inputs.Select(input => JsonValue.Create(input))]),
    };
}
