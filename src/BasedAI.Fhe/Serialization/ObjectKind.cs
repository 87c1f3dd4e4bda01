namespace BasedAI.Fhe;

/// <summary>What a frame holds; the numbers are part of the wire format.</summary>
internal enum ObjectKind : byte
{
    Plaintext = 1,
    Ciphertext = 2,
    SecretKey = 3,
    PublicKey = 4,
    RelinearizationKey = 5,
    GaloisKey = 6,
    EvaluationKeySet = 7,
    CiphertextBundle = 8,
}
