using BasedAI.Cerberus;
using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>The model in the clear, from the weights its owner published.</summary>
internal static class PlainSentiment
{
    /// <summary>The model, or null where no weights are published or they are of another kind.</summary>
    public static async Task<PlainModel?> LoadAsync(BrainClient brain, CancellationToken cancellationToken)
    {
        if (await brain.GetWeightsAsync(cancellationToken) is not { } bytes) return null;
        try
        {
            var weights = SentimentWeightsSerializer.Read(bytes);
            var input = brain.Manifest.Input;
            return weights.TokenCount == input.MaxTokens && weights.FeatureCount == input.Dimensions ? weights.Logit : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
