namespace BasedAI.Fhe;

/// <summary>What can be known of a ciphertext without its contents.</summary>
/// <param name="Level">Index of the last live limb.</param>
/// <param name="Scale">Scale of the message.</param>
/// <param name="Degree">1, or 2 after a product that was not relinearised.</param>
/// <param name="Depth">Rescales on the longest path from an input.</param>
public readonly record struct CiphertextShape(int Level, Scale Scale, int Degree = 1, int Depth = 0)
{
    /// <summary>Level, scale and degree.</summary>
    public override string ToString() => $"(level {Level}, scale 2^{Scale.Log2:F6}, degree {Degree})";
}
