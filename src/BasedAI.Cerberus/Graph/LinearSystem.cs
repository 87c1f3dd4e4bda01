namespace BasedAI.Cerberus;

/// <summary>Small systems of linear equations, by elimination with row exchanges.</summary>
internal static class LinearSystem
{
    private const double SmallestPivot = 1e-12;

    /// <summary>x with matrix·x = right, or null if the matrix is singular to working precision.</summary>
    public static double[]? TrySolve(DenseMatrix matrix, ReadOnlySpan<double> right)
    {
        int n = matrix.Rows;
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) rows[i] = [.. matrix.Row(i), right[i]];
        double largest = matrix.MaxMagnitude();
        for (int pivot = 0; pivot < n; pivot++)
        {
            int best = pivot;
            for (int i = pivot + 1; i < n; i++)
                if (Math.Abs(rows[i][pivot]) > Math.Abs(rows[best][pivot])) best = i;
            (rows[pivot], rows[best]) = (rows[best], rows[pivot]);
            if (!(Math.Abs(rows[pivot][pivot]) > SmallestPivot * largest)) return null;
            for (int i = 0; i < n; i++)
            {
                double factor = i == pivot ? 0 : rows[i][pivot] / rows[pivot][pivot];
                for (int j = pivot; factor != 0 && j <= n; j++) rows[i][j] -= factor * rows[pivot][j];
            }
        }
        return [.. rows.Select((row, i) => row[n] / row[i])];
    }
}
