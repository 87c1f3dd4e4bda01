namespace BasedAI.Client;

/// <summary>What a model's owner published of it, digests verified.</summary>
/// <param name="Config">The layers, or null where the weights have a format of their own.</param>
/// <param name="Weights">The weights.</param>
public sealed record PublishedModel(byte[]? Config, byte[] Weights);
