namespace BasedAI.Cerberus;

/// <summary>How evenly a head spreads over tokens: Σ −p·log p / log n of p_u ∝ s_tu², the mean over tokens and inputs; 1 is even.</summary>
public static class HeadEntropy
{
    /// <summary>One number a head.</summary>
    public static double[] Measure(ModelGraph graph, GraphNode node, FusedAttentionLayer attention, CalibrationData data)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(attention);
        ArgumentNullException.ThrowIfNull(data);
        double[] sums = new double[attention.Heads.Length];
        long count = 0;
        foreach (var example in data.Examples.Where(static example => example.Length > 1))
        {
            double[][] rows = GraphInterpreter.RunAll(graph, example.Rows, example.Length)[node.Inputs[0]];
            count += rows.Length;
            for (int h = 0; h < sums.Length; h++) sums[h] += GraphInterpreter.Scores(attention.Heads[h], rows).Sum(Entropy);
        }
        return [.. sums.Select(sum => count == 0 ? 1 : sum / count)];
    }

    private static double Entropy(double[] scores)
    {
        double total = scores.Sum(static s => s * s);
        return total == 0 ? 1 : scores.Sum(s => s == 0 ? 0 : -(s * s / total) * Math.Log(s * s / total)) / Math.Log(scores.Length);
    }
}
