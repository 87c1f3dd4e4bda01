namespace BasedAI.Fhe.Seal;

/// <summary>How the members of an object are compressed; the byte in its header.</summary>
public enum SealCompression
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>A zlib stream (RFC 1950).</summary>
    Zlib = 1,

    /// <summary>A Zstandard frame (RFC 8878): smaller than zlib here, and ten times faster.</summary>
    Zstd = 2,
}
