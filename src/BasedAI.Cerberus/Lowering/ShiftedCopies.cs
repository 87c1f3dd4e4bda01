namespace BasedAI.Cerberus;

/// <summary>The copies W_k (keys) and Z_k (values) of <see cref="PackedAttentionKernel"/>, k from 0 to G − 1.</summary>
internal sealed record ShiftedCopies(IReadOnlyList<int> Keys, IReadOnlyList<int> Values)
{
    /// <summary>As the schedule says who makes them.</summary>
    public static ShiftedCopies Make(LoweringContext context)
    {
        int gap = context.Geometry.ReplicaGap;
        if (context.Schedule.Shifts != ShiftSource.Client) return FromSpread(context, Spread(context));
        return new(
            [.. Enumerable.Range(0, gap).Select(k => Port(context, $"key-{k}", offset: 0, features: k, thirds: 0))],
            [.. Enumerable.Range(0, gap).Select(k => Port(context, $"value-{k}", offset: k, features: 0, thirds: 3))]);
    }

    private static int Port(LoweringContext context, string name, int offset, int features, int thirds)
    {
        int gap = context.Geometry.ReplicaGap;
        return context.Builder.Input(name, context.Geometry.GetLayout(plain => plain with
        {
            ReplicaShift = gap % context.Geometry.Tokens,
            ShiftPeriod = gap,
            ShiftOffset = offset,
            FeatureShift = features,
            LengthThirds = thirds,
        }));
    }

    /// <summary>The rows, replica c ahead by c·G tokens, over the cube root of n: scores are squared and meet a value, so the factor comes to 1/n.</summary>
    private static int Spread(LoweringContext context)
    {
        var (builder, geometry) = (context.Builder, context.Geometry);
        int gap = geometry.ReplicaGap;
        if (context.Schedule.Shifts == ShiftSource.Spread)
            return builder.Input("spread", geometry.GetLayout(plain => plain with { ReplicaShift = gap % geometry.Tokens, LengthThirds = 1 }));
        int rows = builder.Input("rows-root", geometry.GetLayout(static plain => plain with { LengthThirds = 1 }));
        return builder.Sum(Enumerable.Range(0, geometry.Replicas).SelectMany(c => TokenShifts.Parts(context, rows, c * gap, $"replica{c}", (replica, _) => replica == c)));
    }

    /// <summary>
    /// Z_k = Σ_m [(j + k) mod G = m]·(rows ahead by m tokens), all from the same rotations; W_k is Z_(−k mod G) rotated by k features.
    /// </summary>
    private static ShiftedCopies FromSpread(LoweringContext context, int spread)
    {
        int gap = context.Geometry.ReplicaGap;
        int[] values = [.. Enumerable.Range(0, gap).Select(k => context.Builder.Sum(Enumerable.Range(0, gap).SelectMany(
            m => TokenShifts.Parts(context, spread, m, $"copy{k}", (_, j) => (j + k) % gap == m))))];
        return new([.. Enumerable.Range(0, gap).Select(k => context.RotateFeatures(values[(gap - k) % gap], k))], values);
    }
}
