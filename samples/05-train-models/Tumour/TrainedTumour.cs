using BasedAI.Cerberus;

namespace BasedAI.Samples.TrainModels.Tumour;

/// <summary>One seed's classifier as it is written, with float32 weights, and what it does on cases.</summary>
public sealed record TrainedTumour(ulong Seed, IReadOnlyDictionary<string, Tensor> Tensors, TumourEvaluation HeldOut, TumourEvaluation Training);
