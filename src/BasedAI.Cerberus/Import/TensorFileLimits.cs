namespace BasedAI.Cerberus;

/// <summary>Bounds on files of tensors, checked before anything is allocated for them.</summary>
public static class TensorFileLimits
{
    /// <summary>
    /// Longest safetensors header: 1 MiB, which is 256 bytes for each of <see cref="MaxTensors"/> entries. (The reference library allows 100 MB, for models of
    /// hundreds of thousands of tensors; a header is parsed before a single number is read, so what it may cost is kept near what an importable model needs.)
    /// </summary>
    public const int MaxHeaderBytes = 1 << 20;

    /// <summary>Most tensors.</summary>
    public const int MaxTensors = 1 << 12;

    /// <summary>Most values in all: 256 MiB in single precision, which is also the most that is read of a file in single precision.</summary>
    public const int MaxValues = 1 << 26;

    /// <summary>Most dimensions of a tensor.</summary>
    public const int MaxRank = 8;

    /// <summary>Longest name in UTF-8 bytes.</summary>
    public const int MaxNameBytes = 256;
}
