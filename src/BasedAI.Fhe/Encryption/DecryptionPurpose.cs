namespace BasedAI.Fhe;

/// <summary>
/// Who will see what is decrypted. The difference between a CKKS plaintext and the exact result is a linear equation in the secret
/// key: whoever has the ciphertext and the raw decrypted values can collect such equations and compute the key (Li, Micciancio, "On the
/// Security of Homomorphic Encryption on Approximate Numbers", EUROCRYPT 2021, ePrint 2020/1533). In this network the miner has the ciphertext.
/// So: <see cref="ForSelf"/> for values that stay with the owner of the key or become a label or a few rounded digits;
/// <see cref="ToDisclose"/> for values that are given away.
/// </summary>
public readonly record struct DecryptionPurpose
{
    /// <summary>Most bits of flooding noise.</summary>
    public const int MaxFloodingBits = 45;

    private DecryptionPurpose(int floodingBits) => FloodingBits = floodingBits;

    /// <summary>The values stay with the owner of the key. The default.</summary>
    public static DecryptionPurpose ForSelf => default;

    /// <summary>log2 of the standard deviation of the noise added to each coefficient; 0 if none is.</summary>
    public int FloodingBits { get; }

    /// <summary>True if noise is added.</summary>
    public bool IsDisclosed => FloodingBits > 0;

    /// <summary>
    /// The values are given away: Gaussian noise of standard deviation 2^<paramref name="bits"/> is added to each integer coefficient before
    /// decoding, so that the noise of the ciphertext drowns in it.
    /// </summary>
    /// <param name="bits">
    /// 1 … 45. Take <see cref="NoiseModel.GetFloodingBits"/> of a bound on the noise, the statistical security wanted and the number of
    /// disclosures under one key. The decoded slots then carry an error of standard deviation about 2^bits·sqrt(N)/scale.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Outside 1 … 45.</exception>
    public static DecryptionPurpose ToDisclose(int bits) => bits is >= 1 and <= MaxFloodingBits
        ? new DecryptionPurpose(bits)
        : throw new ArgumentOutOfRangeException(nameof(bits), bits, $"Flooding noise has 1 to {MaxFloodingBits} bits.");
}
