namespace BasedAI.Cerberus;

/// <summary>
/// W·x for all tokens at once by generalised diagonals: y_j = Σ_k W[j, j + k]·x_(j+k) within blocks of d features, x rotated by k features
/// (Halevi, Shoup 2014 and 2018). Diagonals that are zero cost nothing.
/// </summary>
internal static class LinearKernels
{
    /// <summary>Lowers a layer.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="layer">Its name.</param>
    /// <param name="inputs">Blocks of d features.</param>
    /// <param name="weight">[out, in]; filled up to whole blocks with zeros.</param>
    public static IReadOnlyList<int> Apply(LoweringContext context, string layer, IReadOnlyList<int> inputs, DenseMatrix weight)
    {
        int d = context.Geometry.Features, outputs = (weight.Rows + d - 1) / d;
        double Entry(int o, int i, int j, int k)
        {
            int row = (o * d) + j, column = (i * d) + ((j + k) % d);
            return row < weight.Rows && column < weight.Columns ? weight[row, column] : 0;
        }
        bool IsUsed(int o, int i, int k) => Enumerable.Range(0, d).Any(j => Entry(o, i, j, k) != 0);
        int[][][] diagonals = [.. Enumerable.Range(0, outputs).Select(o => inputs.Select((_, i) => Enumerable.Range(0, d).Where(k => IsUsed(o, i, k)).ToArray()).ToArray())];

        SlotVector Vector(int o, int i, int k, int back) => context.Geometry.Fill(
            $"{layer}-{o}-{i}-{k}", (_, _, j) => Entry(o, i, ((j - back) % d + d) % d, k));

        return context.Schedule.Linear switch
        {
            LinearKernel.Cheapest => Shared(context, inputs, diagonals, Vector, context.Splits.Choose(
                layer, d, [.. inputs.Select((_, i) => diagonals.SelectMany(row => row[i]).Distinct().ToArray())], [.. diagonals.Select(row => row.SelectMany(static k => k).Distinct().ToArray())])),
            _ => [.. diagonals.Select(row => context.Builder.Sum(inputs.SelectMany((input, i) =>
                row[i].Length == 0 ? [] : new[] { Pair(context, input, row[i], (k, back) => Vector(Array.IndexOf(diagonals, row), i, k, back)) })))],
        };
    }

    /// <summary>One block of inputs to one of outputs, for itself.</summary>
    private static int Pair(LoweringContext context, int input, int[] diagonals, Func<int, int, SlotVector> vector)
    {
        var builder = context.Builder;
        int size = context.Schedule.Linear == LinearKernel.Diagonals ? context.Geometry.Features : 1;
        while (context.Schedule.Linear == LinearKernel.SquareRoot && size * size < context.Geometry.Features) size *= 2;
        var babies = diagonals.Select(k => k % size).Distinct().ToDictionary(step => step, step => context.RotateFeatures(input, step));
        return builder.Sum(diagonals.GroupBy(k => k / size).Select(group => context.RotateFeatures(
            builder.Sum(group.Select(k => builder.Multiply(babies[k % size], vector(k, group.Key * size)))), group.Key * size)));
    }

    /// <summary>Baby steps of an input serve all outputs; giant steps of an output serve all inputs, one key in turn (Horner).</summary>
    private static int[] Shared(LoweringContext context, IReadOnlyList<int> inputs, int[][][] diagonals, Func<int, int, int, int, SlotVector> vector, int size)
    {
        var builder = context.Builder;
        return [.. diagonals.Select((row, o) =>
        {
            int last = row.SelectMany(static k => k).Max() / size;
            int? total = null;
            for (int giant = last; giant >= 0; giant--)
            {
                if (total is { } sum) total = context.RotateFeatures(sum, size);
                int[] terms = [.. inputs.SelectMany((input, i) => row[i].Where(k => k / size == giant)
                    .Select(k => builder.Multiply(context.RotateFeatures(input, k % size), vector(o, i, k, giant * size))))];
                if (terms.Length == 0) continue;
                int inner = builder.Sum(terms);
                total = total is { } outer ? builder.Add(outer, inner) : inner;
            }
            return total!.Value;
        })];
    }
}
