namespace BasedAI.Fhe.Seal;

/// <summary>How large the members of an object may be.</summary>
/// <param name="MaxBytes">Members of the largest object of the kind and the parameters, uncompressed.</param>
/// <param name="MaxExpansion">Most bytes that one compressed byte may stand for, or 0 for any number up to <paramref name="MaxBytes"/>.</param>
/// <param name="ExpansionSlack">Bytes that may come on top of the expansion.</param>
internal readonly record struct ContentLimit(long MaxBytes, int MaxExpansion = 0, long ExpansionSlack = 0)
{
    /// <summary>
    /// <see cref="MaxExpansion"/> of what is as good as random (ciphertexts and keys): a word of 64 bits has at least 30 of them, so that what unpacks to more
    /// than 8 times its size is no such object.
    /// </summary>
    public const int OfRandom = 8;

    /// <summary>Largest stored members: an incompressible stream is a little longer than its content.</summary>
    public long GetMaxStored(SealCompression compression) => compression == SealCompression.None ? MaxBytes : MaxBytes + (MaxBytes / 64) + 1024;

    /// <summary>Largest content of a compressed stream of <paramref name="storedBytes"/>.</summary>
    public long GetMaxUnpacked(long storedBytes) =>
        MaxExpansion == 0 ? MaxBytes : Math.Min(MaxBytes, (MaxExpansion * storedBytes) + ExpansionSlack);
}
