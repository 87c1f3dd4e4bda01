namespace BasedAI.Protocol;

/// <summary>The HTTP API's paths. Everything a user can do goes through these.</summary>
public static class ApiRoutes
{
    /// <summary>GET: all opened Brains.</summary>
    public const string Brains = "/v1/brains";

    /// <summary>GET: one Brain.</summary>
    public static string Brain(BrainId id) => $"{Brains}/{id}";

    /// <summary>GET: the model a Brain serves.</summary>
    public static string Model(BrainId id) => $"{Brains}/{id}/model";

    /// <summary>POST (operator): register a member.</summary>
    public static string Members(BrainId id) => $"{Brains}/{id}/members";

    /// <summary>HEAD, GET (with Range), PUT: a blob by its SHA-256.</summary>
    public static string Blob(string sha256) => $"/v1/blobs/{sha256}";

    /// <summary>POST: submit a job.</summary>
    public const string Jobs = "/v1/jobs";

    /// <summary>GET: a job's status; with <c>?after=VERSION&amp;wait=SECONDS</c> the answer waits for the next change. DELETE: cancel.</summary>
    public static string Job(JobId id) => $"{Jobs}/{id}";

    /// <summary>POST: reads a body of at most 4 MiB, throws it away and says how long it was; see <see cref="LinkReport"/>.</summary>
    public const string Link = "/v1/link";

    /// <summary>GET: 200 while the process lives.</summary>
    public const string Live = "/health/live";

    /// <summary>GET: 200 while the silo is active and takes work.</summary>
    public const string Ready = "/health/ready";

    /// <summary>The Orleans Dashboard (operator).</summary>
    public const string Dashboard = "/dashboard";
}
