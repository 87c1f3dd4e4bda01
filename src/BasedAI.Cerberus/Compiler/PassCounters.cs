namespace BasedAI.Cerberus;

/// <summary>What a circuit costs, as the table of the passes shows it.</summary>
public sealed record PassCounters
{
    /// <summary>Rotations, conjugations and relinearisations.</summary>
    public required int KeySwitches { get; init; }

    /// <summary>Of those, rotations that share a decomposition.</summary>
    public required int Hoisted { get; init; }

    /// <summary>Products of two ciphertexts.</summary>
    public required int CiphertextProducts { get; init; }

    /// <summary>Products by a plaintext.</summary>
    public required int PlaintextProducts { get; init; }

    /// <summary>Relinearisations.</summary>
    public required int Relinearizations { get; init; }

    /// <summary>Rescales.</summary>
    public required int Rescales { get; init; }

    /// <summary>Levels.</summary>
    public required int Depth { get; init; }

    /// <summary>Limb-sized transforms of all key switches, so that a key switch counts as much as the primes it works on.</summary>
    public required long Ntts { get; init; }

    /// <summary>Distinct rotation keys.</summary>
    public required int RotationKeys { get; init; }

    /// <summary>Bytes of all evaluation keys, seeded, sent once.</summary>
    public required long KeyBytes { get; init; }

    /// <summary>Ciphertexts a user sends.</summary>
    public required int Inputs { get; init; }

    /// <summary>Their bytes, seeded.</summary>
    public required long UploadBytes { get; init; }

    /// <summary>Bytes of the answer.</summary>
    public required long ResultBytes { get; init; }

    /// <summary>log2 N.</summary>
    public required int LogN { get; init; }

    /// <summary>log2 of all primes.</summary>
    public required double LogQP { get; init; }

    /// <summary>Milliseconds on one thread by the cost table.</summary>
    public required double EstimatedMilliseconds { get; init; }
}
