namespace BasedAI.Fhe.Measurement;

/// <summary>Bytes on the wire, everything at the highest level.</summary>
/// <param name="Ciphertext">A ciphertext of degree 1.</param>
/// <param name="SeededCiphertext">A fresh symmetric ciphertext: its uniform half is a seed.</param>
/// <param name="PublicKey">The public key.</param>
/// <param name="RelinearizationKey">The relinearisation key.</param>
/// <param name="GaloisKey">One Galois key.</param>
public sealed record ObjectSizes(long Ciphertext, long SeededCiphertext, long PublicKey, long RelinearizationKey, long GaloisKey);
