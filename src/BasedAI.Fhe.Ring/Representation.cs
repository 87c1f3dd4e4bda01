namespace BasedAI.Fhe.Ring;

/// <summary>What the N numbers of a limb stand for.</summary>
public enum Representation
{
    /// <summary>Coefficients of X^0 … X^(N−1).</summary>
    Coefficient,

    /// <summary>Values at the odd powers of ψ, in bit-reversed order: place k holds the value at ψ^(2·rev(k)+1).</summary>
    Ntt,
}
