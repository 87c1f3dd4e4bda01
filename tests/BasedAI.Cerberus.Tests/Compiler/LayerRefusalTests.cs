using System.Text;

namespace BasedAI.Cerberus.Tests;

/// <summary>What cannot be evaluated under encryption is refused by its name, with a remedy.</summary>
public sealed class LayerRefusalTests
{
    private static readonly Dictionary<string, Tensor> Tensors = new(StringComparer.Ordinal)
    {
        ["linear.weight"] = new Tensor([1, 4], [1, 2, 3, 4]),
    };

    [Theory]
    [InlineData("LayerNorm", "RMSNorm"), InlineData("Softmax", "squared scores"), InlineData("Tanh", "Polynomial"), InlineData("LSTM", "known are")]
    public void A_layer_by_type(string type, string remedy)
    {
        var exception = Assert.Throws<ModelFormatException>(() => Load($$"""{"name": "odd", "type": "{{type}}", "inputs": ["input"]}"""));
        Assert.Contains("\"odd\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains(type, exception.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name": "linear", "type": "Linear", "in": 5, "out": 1, "inputs": ["input"]}""", "[1, 4]; [1, 5]")]
    [InlineData("""{"name": "other", "type": "Linear", "in": 4, "out": 1, "inputs": ["input"]}""", "no tensor \"other.weight\"")]
    [InlineData("""{"name": "linear", "type": "Linear", "in": 4, "out": 1, "inputs": ["nowhere"]}""", "\"nowhere\"")]
    [InlineData("""{"name": "pool", "type": "MeanPool", "inputs": ["input"]}""", "No layer of config.json uses")]
    [InlineData("""{"name": "a", "type": "MultiheadAttention", "heads": 1, "headFeatures": 4, "score": {"type": "Softmax"}, "inputs": ["input"]}""", "scores must be squared")]
    [InlineData("""{"name": "a", "type": "Polynomial", "inputs": ["input"]}""", "needs \"degree\"")]
    public void A_layer_by_its_shape(string layer, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => Load(layer)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}"), InlineData("null"), InlineData("[]"), InlineData("{\"formatVersion\": 2, \"name\": \"x\", \"input\": {\"kind\": \"tokens\", \"features\": 4}, \"layers\": []}")]
    public void A_configuration_that_is_none(string json) => Assert.Throws<ModelFormatException>(() => ModelConfig.Read(Encoding.UTF8.GetBytes(json)));

    private static ModelGraph Load(string layer) => ModelLoader.Load(ModelConfig.Read(Encoding.UTF8.GetBytes(
        $$"""{"formatVersion": 1, "name": "test", "input": {"kind": "tokens", "tokens": 4, "features": 4}, "layers": [{{layer}}]}""")), Tensors);
}
