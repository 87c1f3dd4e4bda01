namespace BasedAI.Fhe;

/// <summary>
/// What a circuit costs. A key switch is a rotation, a conjugation or a relinearisation; it is the step that dominates.
/// </summary>
public sealed record CircuitCost
{
    /// <summary>Rotations with a decomposition of their own.</summary>
    public required int Rotations { get; init; }

    /// <summary>Rotations that share a decomposition with others of the same operand.</summary>
    public required int HoistedRotations { get; init; }

    /// <summary>Conjugations.</summary>
    public required int Conjugations { get; init; }

    /// <summary>Relinearisations.</summary>
    public required int Relinearizations { get; init; }

    /// <summary>Products of two ciphertexts, squares included.</summary>
    public required int CiphertextProducts { get; init; }

    /// <summary>Products of a ciphertext and a plaintext.</summary>
    public required int PlaintextProducts { get; init; }

    /// <summary>Rescales.</summary>
    public required int Rescales { get; init; }

    /// <summary>Rescales on the longest path.</summary>
    public required int Depth { get; init; }

    /// <summary>Distinct (Galois element, level) pairs at which a rotation or conjugation happens.</summary>
    public required int GaloisPairs { get; init; }

    /// <summary>
    /// Limb-sized number-theoretic transforms of all key switches. With l live primes, a special primes and b = ⌈l/a⌉ digits, one key
    /// switch is l + b(l + a) − l for the decomposition plus 2a + 2l for the way back; hoisted ones share the first part.
    /// </summary>
    public required long KeySwitchNtts { get; init; }

    /// <summary>All key switches.</summary>
    public int KeySwitches => Rotations + HoistedRotations + Conjugations + Relinearizations;
}
