namespace BasedAI.Cerberus;

/// <summary>Divides the diagonals of linear layers into baby and giant steps by measured times.</summary>
internal sealed class SplitChooser(CostTable costs, IReadOnlyDictionary<string, int> levels)
{
    /// <summary>Level a layer is likely to run at before one is known.</summary>
    private const int AssumedLevel = 4;

    /// <summary>The baby size with the least time for a layer; of equals the one with fewer keys.</summary>
    /// <param name="layer">Its name; where it was lowered before, its level is known.</param>
    /// <param name="dimension">d.</param>
    /// <param name="inputs">Diagonals that are not zero, by input block.</param>
    /// <param name="outputs">Diagonals that are not zero, by output block.</param>
    public int Choose(string layer, int dimension, IReadOnlyList<int[]> inputs, IReadOnlyList<int[]> outputs)
    {
        int level = levels.GetValueOrDefault(layer, AssumedLevel);
        double baby = costs.GetMicroseconds(CostedOperation.HoistedRotation, level), giant = costs.GetMicroseconds(CostedOperation.Rotation, Math.Max(level - 1, 0));
        return Enumerable.Range(1, dimension).MinBy(size =>
        {
            int babies = inputs.Sum(diagonals => diagonals.Select(k => k % size).Where(static step => step != 0).Distinct().Count());
            int giants = outputs.Sum(diagonals => diagonals.Length == 0 ? 0 : diagonals.Max() / size);
            int keys = inputs.SelectMany(static diagonals => diagonals).Select(k => k % size).Where(static step => step != 0).Distinct().Count() + (giants > 0 ? 1 : 0);
            return ((babies * baby) + (giants * giant), keys);
        });
    }
}
