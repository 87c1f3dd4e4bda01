namespace BasedAI.Fhe.Seal;

/// <summary>The generators SEAL expands a seed with; the byte in a seed on the wire.</summary>
public enum SealGenerator
{
    /// <summary>BLAKE2Xb: what SEAL itself uses unless told otherwise.</summary>
    Blake2xb = 1,

    /// <summary>SHAKE256.</summary>
    Shake256 = 2,
}
