using System.Numerics;

namespace BasedAI.Cerberus;

/// <summary>
/// The end of a model: C numbers, C at most d, number i at feature i of token 0 and replica 0. With p the power of two from C on, p diagonals of a matrix whose rows
/// repeat, then a sum over the d/p features of each class (rectangular matrices, Halevi, Shoup 2014, section 4.3), then one over tokens.
/// </summary>
internal static class ReadoutKernel
{
    /// <param name="context">Where to.</param>
    /// <param name="layer">Its name.</param>
    /// <param name="terms">Values and their weights [C, in].</param>
    /// <param name="sumTokens">Whether to sum over tokens here; otherwise the values are in token 0 of replica 0.</param>
    public static int Apply(LoweringContext context, string layer, IReadOnlyList<(LoweredValue Value, DenseMatrix Weight)> terms, bool sumTokens)
    {
        var (builder, geometry) = (context.Builder, context.Geometry);
        int d = geometry.Features, classes = terms[0].Weight.Rows, period = (int)BitOperations.RoundUpToPowerOf2((uint)classes);
        if (classes > d) throw new ModelFormatException($"Layer \"{layer}\" has {classes} outputs; a model ends with at most {d}, its number of features.");
        var blocks = terms.SelectMany(static term => term.Value.Blocks.Select((block, i) => (Block: block, Index: i, term.Weight, term.Value.Places))).ToArray();
        double Entry(int b, int j, int k)
        {
            var block = blocks[b];
            int row = j % period, column = (block.Index * d) + ((j + k) % d);
            return row < classes && column < block.Weight.Columns ? block.Weight[row, column] : 0;
        }

        bool IsOnce(int c, int t) => geometry.IsRecord ? true : c == 0 && (sumTokens || t == 0);
        SlotVector Vector(int b, int k, int back) => geometry.Fill($"{layer}-{b}-{k}", (c, t, j) => IsOnce(c, t) ? Entry(b, ((j - back) % d + d) % d, k) : 0);
        int[][] diagonals = [.. blocks.Select((_, b) => Enumerable.Range(0, period).Where(k => Enumerable.Range(0, d).Any(j => Entry(b, j, k) != 0)).ToArray())];
        int size = context.Schedule.Linear switch
        {
            LinearKernel.Cheapest => context.Splits.Choose(layer, period, diagonals, [[.. diagonals.SelectMany(static k => k).Distinct()]]),
            LinearKernel.Diagonals => period,
            _ => 1 << ((BitOperations.Log2((uint)period) + 1) / 2),
        };

        int? total = null;
        for (int giant = diagonals.Max(static k => k.DefaultIfEmpty(0).Max()) / size; giant >= 0; giant--)
        {
            if (total is { } sum) total = context.RotateFeatures(sum, size);
            int[] products = [.. blocks.SelectMany((block, b) => diagonals[b].Where(k => k / size == giant)
                .Select(k => builder.Multiply(context.RotateFeatures(block.Block, k % size), Vector(b, k, giant * size))))];
            if (products.Length == 0) continue;
            int inner = builder.Sum(products);
            total = total is { } outer ? builder.Add(outer, inner) : inner;
        }

        int folded = builder.Fold(total!.Value, geometry.FeatureStride * period, d / period);
        return sumTokens ? builder.Fold(folded, geometry.TokenStride, geometry.Tokens) : folded;
    }
}
