namespace BasedAI.Fhe;

/// <summary>How hard the best known attack on the parameters must be.</summary>
public enum SecurityLevel
{
    /// <summary>No claim at all. Accepted by <see cref="InsecureCkksParameters"/> only.</summary>
    None = 0,

    /// <summary>At least 2^128 operations for a classical attacker, by <see cref="SecurityTable"/>.</summary>
    Classical128 = 128,
}
