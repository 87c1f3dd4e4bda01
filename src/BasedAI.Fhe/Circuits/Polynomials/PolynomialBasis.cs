namespace BasedAI.Fhe;

/// <summary>What the coefficients of a polynomial multiply.</summary>
public enum PolynomialBasis
{
    /// <summary>Powers 1, x, x², …</summary>
    Power,

    /// <summary>Chebyshev polynomials T_0, T_1, T_2, … of (2x − a − b)/(b − a): numerically stable on [a, b].</summary>
    Chebyshev,
}
