using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>How a <see cref="BlobRef"/> travels between silos and lies in storage; Protocol itself knows nothing of Orleans.</summary>
[GenerateSerializer, Alias("BasedAI.BlobRef")]
public struct BlobRefSurrogate
{
    /// <summary>SHA-256, 64 hexadecimal digits.</summary>
    [Id(0)] public string Sha256 { get; set; }

    /// <summary>Length in bytes.</summary>
    [Id(1)] public long Length { get; set; }

    /// <summary>Media type.</summary>
    [Id(2)] public string MediaType { get; set; }
}

/// <summary>Converts between the two.</summary>
[RegisterConverter]
public sealed class BlobRefConverter : IConverter<BlobRef, BlobRefSurrogate>
{
    /// <inheritdoc/>
    public BlobRef ConvertFromSurrogate(in BlobRefSurrogate surrogate) => new(surrogate.Sha256, surrogate.Length, surrogate.MediaType);

    /// <inheritdoc/>
    public BlobRefSurrogate ConvertToSurrogate(in BlobRef value)
        => new() { Sha256 = value.Sha256, Length = value.Length, MediaType = value.MediaType };
}
