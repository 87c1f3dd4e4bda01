namespace BasedAI.Cerberus;

/// <summary>
/// Attention with all T² scores of a head in one ciphertext. Replica c, token t, feature j holds the pair (t, t + c·G + (j mod G)), G = T/r, so
/// <code>
/// scores = fold over features ≡ (mod G) of Σ_k rot_k(Mᵀx)·W_k,    W_k = rows shifted by c·G + (j mod G) tokens and k features
/// result = sum over replicas of O·Σ_k rot_k(scores²)·Z_k,         Z_k = rows shifted by c·G + ((j + k) mod G) tokens, over n
/// </code>
/// with k below G and rot_k a rotation by k features. Two rotations of a row of tokens and a mask are all a server needs to make the copies; a client makes them for nothing.
/// </summary>
internal static class PackedAttentionKernel
{
    /// <summary>Lowers the heads; the result is in replica 0 only.</summary>
    public static LoweredValue Apply(LoweringContext context, string layer, FusedAttentionLayer attention, LoweredValue x)
    {
        var (builder, geometry) = (context.Builder, context.Geometry);
        int gap = geometry.ReplicaGap, d = geometry.Features;
        if (gap < 1 || gap > d || d % gap != 0)
            throw new ModelFormatException($"Layer \"{layer}\": {geometry.Tokens} tokens in {geometry.Replicas} replicas do not pack. Use a ring with at most {geometry.Tokens} replicas.");
        int[] queries = AttentionKernels.Queries(context, layer, attention, x);
        builder.BeginSegment($"{layer}.scores");
        var copies = ShiftedCopies.Make(context);
        int[] totals = [.. queries.Select(query =>
        {
            int products = builder.Sum(Enumerable.Range(0, gap).Select(k => builder.Multiply(context.RotateFeatures(query, k), copies.Keys[k])));
            int scores = builder.Fold(products, geometry.FeatureStride * gap, d / gap);
            builder.BeginSegment($"{layer}.values");
            int squares = builder.Multiply(scores, scores);
            int weighted = builder.Sum(Enumerable.Range(0, gap).Select(k => builder.Multiply(context.RotateFeatures(squares, k), copies.Values[k])));
            return weighted;
        })];
        builder.BeginSegment($"{layer}.output");
        // Replicas hold parts of the sum over tokens; they are summed after the heads are, and one level lower.
        var outputs = AttentionKernels.Outputs(context, layer, attention, totals);
        return new LoweredValue([.. outputs.Select(output => builder.Fold(output, 1, geometry.Replicas))], Places.FirstReplica);
    }
}
