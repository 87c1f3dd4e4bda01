namespace BasedAI.Fhe;

/// <summary>
/// What a client encrypts for an attention-pooling model: the ports "x" (token features) and "x/n" (the same over the true
/// token count, so that the server never learns n). Both use <see cref="SlotLayout"/> with the same replicas.
/// </summary>
public static class AttentionPoolingLayout
{
    /// <summary>Name of the port that takes x_t[j].</summary>
    public const string FeaturesPort = "x";

    /// <summary>Name of the port that takes x_t[j]/n.</summary>
    public const string AveragedPort = "x/n";

    /// <summary>Slots of both ports, in port order.</summary>
    /// <param name="rows">T × d; rows from <paramref name="length"/> on are taken as zero.</param>
    /// <param name="length">n: number of real tokens, 1 to T.</param>
    /// <param name="replicas">r; 2 for layout "token-feature-r2-v1".</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is outside 1 to T, or the layout is too large.</exception>
    public static (double[] X, double[] XOverN) Pack(double[,] rows, int length, int replicas = 2)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var layout = new SlotLayout(replicas, rows.GetLength(0), rows.GetLength(1));
        double[] x = new double[layout.SlotCount];
        double[] xOverN = new double[layout.SlotCount];
        layout.Pack(rows, length, 1, x);
        layout.Pack(rows, length, 1.0 / length, xOverN);
        return (x, xOverN);
    }
}
