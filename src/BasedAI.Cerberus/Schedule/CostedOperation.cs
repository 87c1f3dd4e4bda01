namespace BasedAI.Cerberus;

/// <summary>What a <see cref="CostTable"/> has times for.</summary>
public enum CostedOperation
{
    /// <summary>A rotation or conjugation with a decomposition of its own.</summary>
    Rotation,

    /// <summary>One of several rotations that share a decomposition.</summary>
    HoistedRotation,

    /// <summary>A relinearisation.</summary>
    Relinearization,

    /// <summary>A product of two ciphertexts, or a square.</summary>
    CiphertextProduct,

    /// <summary>A product by a plaintext.</summary>
    PlaintextProduct,

    /// <summary>A rescale.</summary>
    Rescale,

    /// <summary>A sum.</summary>
    Addition,
}
