namespace BasedAI.Fhe;

/// <summary>
/// How many bytes objects have on the wire, before there are any: what a client reckons with when it chooses what to send, and what bounds what it is
/// willing to make and to receive. Follows from parameters and levels alone.
/// </summary>
public static class WireSizes
{
    private const int FrameSize = WireFormat.HeaderSize + WireFormat.ChecksumSize;
    private const int BundleBody = sizeof(uint), CiphertextBody = 12, KeySetBody = 8, RelinearizationKeyBody = 4, GaloisKeyBody = 8;

    /// <summary>A <see cref="CiphertextBundle"/> of ciphertexts fresh from a <see cref="SymmetricEncryptor"/>, one at each level: half of each is a seed.</summary>
    public static long OfFreshBundle(CkksParameters parameters, IEnumerable<int> levels)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(levels);
        return FrameSize + BundleBody
            + levels.Sum(level => FrameSize + CiphertextBody + Ciphertext.SeedSizeInBytes + WireFormat.LimbsSize(parameters, level));
    }

    /// <summary>A <see cref="CiphertextBundle"/> of one computed ciphertext of degree 1.</summary>
    public static long OfComputedBundle(CkksParameters parameters, int level)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return FrameSize + BundleBody + FrameSize + CiphertextBody + (2 * WireFormat.LimbsSize(parameters, level));
    }

    /// <summary>An <see cref="EvaluationKeySet"/> with the keys of a request: half of each is a seed.</summary>
    public static long OfKeys(CkksParameters parameters, EvaluationKeyRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        long bytes = FrameSize + KeySetBody;
        if (request.RelinearizationLevel is { } level) bytes += FrameSize + RelinearizationKeyBody + SwitchingKeyCodec.GetLength(parameters, level);
        foreach (var key in request.Galois) bytes += FrameSize + GaloisKeyBody + SwitchingKeyCodec.GetLength(parameters, key.Level);
        return bytes;
    }
}
