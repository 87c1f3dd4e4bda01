namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>One seed's classifier.</summary>
/// <param name="Seed">From 1.</param>
/// <param name="Model">In its shipped form, with int8 embeddings.</param>
/// <param name="FloatDevAccuracy">On the dev set before rounding.</param>
/// <param name="Dev">On the dev set as shipped.</param>
/// <param name="Train">On the training phrases as shipped.</param>
public sealed record SeedResult(ulong Seed, ModelFolder Model, double FloatDevAccuracy, Evaluation Dev, Evaluation Train);
