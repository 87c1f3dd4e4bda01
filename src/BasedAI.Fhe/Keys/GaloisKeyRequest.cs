using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>A wish for one Galois key, usable up to a level.</summary>
/// <param name="Element">The automorphism.</param>
/// <param name="Level">Highest level it is used at; lower is smaller and faster to make.</param>
public readonly record struct GaloisKeyRequest(GaloisElement Element, int Level);
