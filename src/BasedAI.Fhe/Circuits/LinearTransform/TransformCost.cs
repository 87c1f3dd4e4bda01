namespace BasedAI.Fhe;

/// <summary>What a split of a linear transform costs.</summary>
/// <param name="BabySteps">Hoisted rotations.</param>
/// <param name="GiantSteps">Rotations of partial sums.</param>
/// <param name="PlaintextProducts">Diagonals that are not zero.</param>
/// <param name="RotationKeys">Distinct rotation keys.</param>
public readonly record struct TransformCost(int BabySteps, int GiantSteps, int PlaintextProducts, int RotationKeys)
{
    /// <summary>All key switches.</summary>
    public int KeySwitches => BabySteps + GiantSteps;

    /// <summary>The weighted sum.</summary>
    public double Total(TransformWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return (BabySteps * weights.BabyStep) + (GiantSteps * weights.GiantStep) + (PlaintextProducts * weights.PlaintextProduct) + (RotationKeys * weights.RotationKey);
    }
}
