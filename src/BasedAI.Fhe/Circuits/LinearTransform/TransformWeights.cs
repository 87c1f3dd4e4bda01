namespace BasedAI.Fhe;

/// <summary>
/// What the planner of a <see cref="LinearTransform"/> weighs, in units of one hoisted rotation. The defaults
/// follow counts of transforms at N = 2^14 and seven primes, where keys that come from memory make a baby step dearer: measured, a giant step costs about two of
/// them. A key's weight is not time but what a user has to make, send and have stored.
/// </summary>
public sealed record TransformWeights
{
    /// <summary>A rotation that shares the decomposition of the operand: inner products with a key.</summary>
    public double BabyStep { get; init; } = 1;

    /// <summary>A rotation of a partial sum: ModDown, decomposition, inner products.</summary>
    public double GiantStep { get; init; } = 4;

    /// <summary>A product of a diagonal and a rotated operand.</summary>
    public double PlaintextProduct { get; init; } = 0.1;

    /// <summary>A distinct rotation key.</summary>
    public double RotationKey { get; init; } = 0.5;
}
