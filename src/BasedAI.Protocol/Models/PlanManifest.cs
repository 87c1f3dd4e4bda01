namespace BasedAI.Protocol;

/// <summary>One way to compute a model: its parameters, what a client encrypts, the keys it makes, and what that costs.</summary>
public sealed record PlanManifest
{
    /// <summary>Its name within the model: <c>fast</c>, <c>lean</c>, <c>default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the execution plan, lower-case hexadecimal.</summary>
    public required string PlanId { get; init; }

    /// <summary>The encryption parameters the plan wants.</summary>
    public required ParametersManifest Parameters { get; init; }

    /// <summary>What a client encrypts, in order: one ciphertext each.</summary>
    public required IReadOnlyList<PortManifest> Ports { get; init; }

    /// <summary>Exactly the evaluation keys the plan needs.</summary>
    public required KeysManifest Keys { get; init; }

    /// <summary>The plan's bytes (not needed by clients, who may still audit them).</summary>
    public required BlobRef File { get; init; }

    /// <summary>What a run costs.</summary>
    public required PlanCost Cost { get; init; }
}

/// <summary>CKKS parameters as a client must create them.</summary>
/// <param name="LogN">log2 of the ring degree.</param>
/// <param name="LogQ">Bits of each ciphertext prime, q0 first.</param>
/// <param name="LogP">Bits of each special prime.</param>
/// <param name="LogDefaultScale">log2 of the default scale.</param>
/// <param name="LogQP">log2 of the product of all primes.</param>
/// <param name="SecurityBits">Classical security of the set, in bits.</param>
/// <param name="ParametersId">Digest of the exact parameters, primes included: both sides must get the same.</param>
public sealed record ParametersManifest(
    int LogN,
    IReadOnlyList<int> LogQ,
    IReadOnlyList<int> LogP,
    int LogDefaultScale,
    double LogQP,
    int SecurityBits,
    string ParametersId);

/// <summary>One input ciphertext.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Layout">How the numbers lie in its slots: <c>tokens-r…-v1</c> for a text, <c>record-p…-v1</c> for a record.</param>
/// <param name="Level">The level it is encrypted at.</param>
/// <param name="Scale">The scale, exactly.</param>
public sealed record PortManifest(string Name, string Layout, int Level, double Scale);

/// <summary>The evaluation keys a plan needs, and no others.</summary>
/// <param name="RelinearizationLevel">Highest level at which products are relinearised, or null where none is.</param>
/// <param name="Galois">One entry per Galois key.</param>
public sealed record KeysManifest(int? RelinearizationLevel, IReadOnlyList<GaloisKeyManifest> Galois);

/// <summary>One Galois key.</summary>
/// <param name="Element">The Galois element, odd, below 2N.</param>
/// <param name="Level">Highest level it is used at.</param>
public sealed record GaloisKeyManifest(uint Element, int Level);

/// <summary>What a plan costs, measured where it was packed; clients choose between plans by it.</summary>
/// <param name="KeySwitches">Key switches of one run.</param>
/// <param name="KeyBytes">Bytes of evaluation keys a user uploads once.</param>
/// <param name="InputBytes">Bytes of ciphertexts a user uploads for each question.</param>
/// <param name="ResultBytes">Bytes that come back.</param>
/// <param name="EvaluateMilliseconds">Milliseconds of one run on one thread.</param>
public sealed record PlanCost(int KeySwitches, long KeyBytes, long InputBytes, long ResultBytes, double EvaluateMilliseconds);
