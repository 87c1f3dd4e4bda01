namespace BasedAI.Gateway;

/// <summary>How the HTTP API behaves. Checked when the gateway is added.</summary>
public sealed record GatewayOptions
{
    /// <summary>Most bytes of a JSON body: 64 KiB.</summary>
    public const int MaxJsonBytes = 64 * 1024;

    /// <summary>Longest a <c>GET /v1/jobs/{id}?wait=</c> may wait, in seconds.</summary>
    public const int MaxWaitSeconds = 20;

    /// <summary>The operator's token, at least 16 characters. It is compared in constant time and never logged.</summary>
    public required string OperatorToken { get; init; }

    /// <summary>Longest blob that may be uploaded or named by a job, in bytes, at least 1. Default: 512 MiB.</summary>
    public long MaxBlobBytes { get; init; } = 512L << 20;

    /// <summary>Uploads and measurements of links received at the same time, 1 … 1024. Default: 16.</summary>
    public int MaxConcurrentUploads { get; init; } = 16;

    /// <summary>How long an upload waits for its turn before it is refused as <c>busy</c>, 0 … 60 s. Default: 5 s.</summary>
    public TimeSpan UploadPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Slowest upload that is tolerated, in bytes per second after <see cref="UploadGrace"/>. Default: 8 KiB/s.</summary>
    public double MinUploadBytesPerSecond { get; init; } = 8 * 1024;

    /// <summary>Time before <see cref="MinUploadBytesPerSecond"/> is enforced, 1 … 60 s. Default: 10 s.</summary>
    public TimeSpan UploadGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests that may wait for a job's next change at the same time, 1 … 65,536. Default: 512.</summary>
    public int MaxLongPolls { get; init; } = 512;

    /// <summary>Why these options cannot be right, or null where they can.</summary>
    public string? Problem()
    {
        if (OperatorToken is not { Length: >= 16 })
            return $"{nameof(OperatorToken)} has fewer than 16 characters.";
        if (MaxBlobBytes < 1)
            return $"{nameof(MaxBlobBytes)} is {MaxBlobBytes}; it must be at least 1.";
        if (MaxConcurrentUploads is < 1 or > 1024)
            return $"{nameof(MaxConcurrentUploads)} is {MaxConcurrentUploads}; it must be 1 … 1024.";
        if (UploadPatience < TimeSpan.Zero || UploadPatience > TimeSpan.FromMinutes(1))
            return $"{nameof(UploadPatience)} is {UploadPatience}; it must be 0 … 60 s.";
        if (!(MinUploadBytesPerSecond > 0) || !double.IsFinite(MinUploadBytesPerSecond))
            return $"{nameof(MinUploadBytesPerSecond)} is {MinUploadBytesPerSecond}; it must be above 0.";
        if (UploadGrace < TimeSpan.FromSeconds(1) || UploadGrace > TimeSpan.FromMinutes(1))
            return $"{nameof(UploadGrace)} is {UploadGrace}; it must be 1 … 60 s.";
        return MaxLongPolls is < 1 or > 65_536 ? $"{nameof(MaxLongPolls)} is {MaxLongPolls}; it must be 1 … 65,536." : null;
    }

    /// <summary>The type's name: a record would print its members, the token among them.</summary>
    public override string ToString() => nameof(GatewayOptions);
}
