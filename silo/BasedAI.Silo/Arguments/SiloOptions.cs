using System.Net;
using BasedAI.Protocol;

namespace BasedAI.Silo;

/// <summary>What an operator can choose.</summary>
internal sealed record SiloOptions
{
    /// <summary>Default port of the silo's own protocol, on loopback.</summary>
    public const int DefaultSiloPort = 11111;

    /// <summary>The data folder.</summary>
    public required string Data { get; init; }

    /// <summary>Where the HTTP API listens; port 0 takes a free one.</summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.Loopback, 5080);

    /// <summary>Miners to register in each Brain, 0 … 1792.</summary>
    public int Miners { get; init; } = 3;

    /// <summary>Validators to register in each Brain, 0 … 256.</summary>
    public int Validators { get; init; } = 2;

    /// <summary>Threads that compute, 1 … 1024; null: the number of processors.</summary>
    public int? Workers { get; init; }

    /// <summary>The folder of model folders; null: <c>models</c> beside the program.</summary>
    public string? Models { get; init; }

    /// <summary>The one model to serve, as Brain 0; null: what <see cref="BrainsFile"/> says.</summary>
    public string? Model { get; init; }

    /// <summary>Which Brains of <see cref="BrainsFile"/> to open; null: all.</summary>
    public IReadOnlyCollection<BrainId>? Brains { get; init; }

    /// <summary>Longest upload, in bytes.</summary>
    public long MaxBlobBytes { get; init; } = 512L << 20;

    /// <summary>Port of the silo's own protocol on loopback, or 0 for a free one.</summary>
    public int SiloPort { get; init; } = DefaultSiloPort;

    /// <summary>A process whose end is this node's end; null where it lives on its own.</summary>
    public int? ParentPid { get; init; }
}
