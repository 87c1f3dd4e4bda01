using System.Text.Json;
using System.Text.Json.Nodes;
using BasedAI.Cerberus;
using BasedAI.Samples.TrainModels.Data;

namespace BasedAI.Samples.TrainModels.Tumour;

/// <summary>The classifier as <c>config.json</c> and tensors: Linear, square, Linear.</summary>
public static class TumourFiles
{
    public static string Config(SquareNetwork network, Standardization scale, IReadOnlyList<string> labels)
    {
        var record = TumourReader.Names.Select((name, j) => (JsonNode)new JsonObject
        {
            ["name"] = name,
            ["mean"] = scale.Means[j],
            ["deviation"] = scale.Deviations[j],
        });
        var config = new JsonObject
        {
            ["formatVersion"] = 1,
            ["name"] = "tumour",
            ["input"] = new JsonObject { ["kind"] = "record", ["features"] = network.Inputs, ["record"] = new JsonArray([.. record]) },
            ["labels"] = new JsonArray([.. labels.Select(label => JsonValue.Create(label))]),
            ["layers"] = new JsonArray
            {
                Linear("linear1", network.Inputs, network.Hidden, "input"),
                new JsonObject { ["name"] = "activation", ["type"] = "Polynomial", ["degree"] = 2, ["inputs"] = new JsonArray("linear1") },
                Linear("classifier", network.Hidden, 1, "activation"),
            },
        };
        return config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }).ReplaceLineEndings("\n") + "\n";
    }

    public static IReadOnlyDictionary<string, Tensor> Tensors(SquareNetwork network)
    {
        return new SortedDictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["linear1.weight"] = new Tensor([network.Hidden, network.Inputs], Part(network.FirstWeights)),
            ["linear1.bias"] = new Tensor([network.Hidden], Part(network.FirstBias)),
            ["activation.coefficients"] = new Tensor([3], [0, 0, 1]),
            ["classifier.weight"] = new Tensor([1, network.Hidden], Part(network.SecondWeights)),
            ["classifier.bias"] = new Tensor([1], Part(^1..)),
        };

        float[] Part(Range range) => [.. network.Parameters[range].Select(value => (float)value)];
    }

    private static JsonObject Linear(string name, int inputs, int outputs, string input) => new()
    {
        ["name"] = name,
        ["type"] = "Linear",
        ["in"] = inputs,
        ["out"] = outputs,
        ["inputs"] = new JsonArray(input),
    };
}
