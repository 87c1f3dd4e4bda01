namespace BasedAI.Cerberus;

/// <summary>Shifts by tokens, cyclic in t. One rotation brings the tokens that stay in their feature, another those that go round; a mask each.</summary>
internal static class TokenShifts
{
    /// <summary>The value shifted by some tokens in every place: slot (c, t, j) holds token (t + shift) mod T.</summary>
    public static int Shift(LoweringContext context, int value, int shift) => shift == 0 ? value : context.Builder.Sum(Parts(context, value, shift, "all", static (_, _) => true));

    /// <summary>The two masked rotations of a shift, for places (c, j) a mask chooses; one product by the mask if the shift is 0.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="value">Rows in every replica.</param>
    /// <param name="shift">0 … T − 1.</param>
    /// <param name="name">A name for the choice of places.</param>
    /// <param name="chosen">By replica and feature.</param>
    public static IEnumerable<int> Parts(LoweringContext context, int value, int shift, string name, Func<int, int, bool> chosen)
    {
        var (builder, geometry) = (context.Builder, context.Geometry);
        int tokens = geometry.Tokens, stride = geometry.TokenStride;
        if (shift == 0)
        {
            yield return builder.Multiply(value, context.GetVector($"shift-{name}-0", (c, _, j) => chosen(c, j) ? 1 : 0));
            yield break;
        }
        yield return builder.Multiply(
            builder.Rotate(value, stride * shift), context.GetVector($"shift-{name}-{shift}-stay", (c, t, j) => chosen(c, j) && t + shift < tokens ? 1 : 0));
        yield return builder.Multiply(
            builder.Rotate(value, stride * (shift - tokens)), context.GetVector($"shift-{name}-{shift}-round", (c, t, j) => chosen(c, j) && t + shift >= tokens ? 1 : 0));
    }
}
