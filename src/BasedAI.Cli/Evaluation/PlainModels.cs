using BasedAI.Cerberus;
using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>The model in the clear, from what its owner published: layers and weights, or the weights of attention pooling.</summary>
internal static class PlainModels
{
    /// <summary>The model, or null where nothing is published or it is of a kind this program does not compute in the clear.</summary>
    public static async Task<IPlainModel?> LoadAsync(BrainClient brain, CancellationToken cancellationToken)
    {
        if (await brain.GetPublishedModelAsync(cancellationToken) is not { } published) return null;
        try
        {
            var (rows, columns) = brain.Requirements is { Text: { } text } ? (text.MaxTokens, text.Dimensions) : (1, brain.Requirements.Record!.Features.Length);
            return published.Config is { } config ? OfLayers(config, published.Weights, rows, columns) : OfAttentionPooling(published.Weights, rows, columns);
        }
        catch (Exception exception) when (exception is InvalidDataException or ModelFormatException or TensorFileException)
        {
            return null;
        }
    }

    private static PlainLayers? OfLayers(byte[] config, byte[] weights, int rows, int columns)
    {
        using var tensors = new MemoryStream(weights, writable: false);
        var graph = ModelLoader.Load(ModelConfig.Read(config), SafetensorsFile.Read(tensors));
        return (graph.Input.Tokens, graph.Input.Features) == (rows, columns) ? new PlainLayers(graph) : null;
    }

    private static PlainAttentionPooling? OfAttentionPooling(byte[] bytes, int rows, int columns)
    {
        var weights = SentimentWeightsSerializer.Read(bytes);
        return (weights.TokenCount, weights.FeatureCount) == (rows, columns) ? new PlainAttentionPooling(weights) : null;
    }

    private sealed class PlainLayers(ModelGraph graph) : IPlainModel
    {
        public double[] Evaluate(double[,] rows, int length) => GraphInterpreter.Run(graph, rows, length);
    }

    private sealed class PlainAttentionPooling(SentimentWeights weights) : IPlainModel
    {
        public double[] Evaluate(double[,] rows, int length) => [weights.Logit(rows, length)];
    }
}
