namespace BasedAI.Protocol;

/// <summary>A model's manifest has a format version that is not read here.</summary>
public sealed class ManifestVersionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="version">The version the manifest has.</param>
    public ManifestVersionException(int version)
        : base(
            $"its manifest has format version {version}; version {ModelManifest.CurrentFormatVersion} is read here. "
            + (version < ModelManifest.CurrentFormatVersion ? "Pack the model again" : "Update this program"))
        => Version = version;

    /// <summary>The version the manifest has.</summary>
    public int Version { get; }
}
