namespace BasedAI.Cerberus;

/// <summary>Attention with a ciphertext for every shift between two tokens: what a textbook does, and the baseline of the passes.</summary>
internal static class AttentionKernels
{
    /// <summary>Heads as torch.nn has them. Head h lies at features h, h + H, h + 2H …, so that a sum over a head needs no mask.</summary>
    public static LoweredValue Apply(LoweringContext context, string layer, AttentionLayer attention, LoweredValue x, LoweredValue xOverN, int constantFeature)
    {
        var (builder, geometry) = (context.Builder, context.Geometry);
        int d = geometry.Features, heads = attention.Heads.Length, width = attention.Heads[0].Query.Rows;
        if (heads * width != d || attention.Heads.Any(head => head.Value.Rows != width || head.Query.Rows != width))
            throw new ModelFormatException($"Layer \"{layer}\": {heads} heads of {width} do not make {d} features. Fuse the heads first.");

        DenseMatrix Interleave(Func<AttentionHead, DenseMatrix> part, double scale) =>
            DenseMatrix.Create(d, d, (p, column) => scale * part(attention.Heads[p % heads])[p / heads, column]);
        int query = LinearKernels.Apply(context, $"{layer}.q", x.Blocks, Interleave(static head => head.Query, attention.ScoreScale))[0];
        int key = LinearKernels.Apply(context, $"{layer}.k", x.Blocks, Interleave(static head => head.Key, 1))[0];
        int value = LinearKernels.Apply(context, $"{layer}.v", xOverN.Blocks, Interleave(static head => head.Value, 1))[0];
        int? offset = Offset(context, layer, attention, x, constantFeature);

        int total = builder.Sum(Enumerable.Range(0, geometry.Tokens).Select(shift =>
        {
            int products = builder.Multiply(query, TokenShifts.Shift(context, key, shift));
            int scores = builder.Fold(products, geometry.FeatureStride * heads, width);
            if (offset is { } constant) scores = builder.Add(scores, constant);
            return builder.Multiply(builder.Multiply(scores, scores), TokenShifts.Shift(context, value, shift));
        }));
        var output = DenseMatrix.Create(d, d, (row, p) => attention.Heads[p % heads].Output[row, p / heads]);
        return new LoweredValue(LinearKernels.Apply(context, $"{layer}.o", [total], output), Places.All);
    }

    /// <summary>Fused heads, one after the other: keys and values are the shifted rows, which all heads share.</summary>
    public static LoweredValue Apply(LoweringContext context, string layer, FusedAttentionLayer attention, LoweredValue x, LoweredValue xOverN)
    {
        var (builder, geometry) = (context.Builder, context.Geometry);
        int[] queries = Queries(context, layer, attention, x);
        int[] totals = [.. queries.Select(query => builder.Sum(Enumerable.Range(0, geometry.Tokens).Select(shift =>
        {
            int products = builder.Multiply(query, TokenShifts.Shift(context, x.Blocks[0], shift));
            int scores = builder.Fold(products, geometry.FeatureStride, geometry.Features);
            return builder.Multiply(builder.Multiply(scores, scores), TokenShifts.Shift(context, xOverN.Blocks[0], shift));
        })))];
        return new LoweredValue(Outputs(context, layer, attention, totals), Places.All);
    }

    /// <summary>Mᵀ·x of every head: one layer with as many blocks of outputs as there are heads.</summary>
    public static int[] Queries(LoweringContext context, string layer, FusedAttentionLayer attention, LoweredValue x)
    {
        int d = context.Geometry.Features;
        var weight = DenseMatrix.Create(d * attention.Heads.Length, d, (row, column) => attention.Heads[row / d].Score[column, row % d]);
        return [.. LinearKernels.Apply(context, $"{layer}.score", x.Blocks, weight)];
    }

    /// <summary>Σ_h O_h·y_h.</summary>
    public static IReadOnlyList<int> Outputs(LoweringContext context, string layer, FusedAttentionLayer attention, IReadOnlyList<int> totals)
    {
        int d = context.Geometry.Features;
        var weight = DenseMatrix.Create(d, d * attention.Heads.Length, (row, column) => attention.Heads[column / d].Output[row, column % d]);
        return LinearKernels.Apply(context, $"{layer}.output", totals, weight);
    }

    /// <summary>Each head's offset where a token is real: the constant feature, brought to every feature.</summary>
    private static int? Offset(LoweringContext context, string layer, AttentionLayer attention, LoweredValue x, int constantFeature)
    {
        var (builder, geometry) = (context.Builder, context.Geometry);
        if (attention.Heads.All(static head => head.Offset == 0)) return null;
        if (constantFeature < 0) throw new ModelFormatException($"Layer \"{layer}\" adds an offset to its scores, and the rows have no constant feature to tell real tokens from padding.");
        int real = builder.Fold(
            builder.Multiply(x.Blocks[0], context.GetVector("constant-feature", (_, _, j) => j == constantFeature ? 1 : 0)), geometry.FeatureStride, geometry.Features);
        return builder.Multiply(real, geometry.Fill($"{layer}.offset", (_, _, j) => attention.Heads[j % attention.Heads.Length].Offset));
    }
}
