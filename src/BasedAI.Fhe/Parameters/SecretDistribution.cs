namespace BasedAI.Fhe;

/// <summary>How the coefficients of the secret key are drawn.</summary>
public enum SecretDistribution
{
    /// <summary>Independent and uniform on {-1, 0, 1}: the distribution <see cref="SecurityTable"/> is about.</summary>
    UniformTernary = 0,
}
