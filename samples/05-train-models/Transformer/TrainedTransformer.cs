using BasedAI.Cerberus;
using BasedAI.Client.Text;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>One seed's transformer as it is written: int8 word vectors, float32 body.</summary>
/// <param name="Seed">From 1.</param>
/// <param name="Shape">Its form.</param>
/// <param name="Tensors">The body.</param>
/// <param name="Embeddings">The public table.</param>
/// <param name="FloatAccuracy">On held-out texts before rounding.</param>
/// <param name="HeldOut">On held-out texts as written.</param>
public sealed record TrainedTransformer(
    ulong Seed, TransformerShape Shape, IReadOnlyDictionary<string, Tensor> Tensors, EmbeddingTable Embeddings,
    double FloatAccuracy, TextEvaluation HeldOut)
{
    public WrittenTransformer Body => new(Shape, Tensors);
}
