namespace BasedAI.Client;

/// <summary>How a <see cref="BasedClient"/> talks to its node. Checked when the client is made.</summary>
public sealed record BasedClientOptions
{
    /// <summary>The node's address, absolute, http or https, for example <c>http://127.0.0.1:5080</c>.</summary>
    public required Uri Node { get; init; }

    /// <summary>Longest one call may take with all its repetitions, 1 s … 1 h. Default: 2 min. Watching a job has no such bound.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest the node may stay silent on one request before it is repeated, 0.1 s … 10 min. Default: 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Times one request is tried, 1 … 20. Default: 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Pause before the first repetition; each later one is twice as long, at most 5 s. 1 ms … 5 s. Default: 200 ms.</summary>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long watching a job bears a node that cannot be reached, 0 … 1 h. Default: 15 s.</summary>
    public TimeSpan WatchPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest file of a model that is downloaded, in bytes, 1 … 1 GiB. Default: 64 MiB.</summary>
    public int MaxModelFileBytes { get; init; } = 64 << 20;

    /// <summary>Longest encrypted result that is downloaded, in bytes, 1 … 1 GiB. Default: 64 MiB.</summary>
    public int MaxResultBytes { get; init; } = 64 << 20;

    /// <summary>Folder that keeps public model files between runs, named by their SHA-256 and verified at each use; null keeps none. Default: null.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// Makes the handler that sends the requests, for a proxy, a client certificate or a recording; the client disposes it. Null uses a
    /// handler that follows no redirects and keeps no cookies. Default: null.
    /// </summary>
    public Func<HttpMessageHandler>? CreateHandler { get; init; }

    /// <summary>Why these options cannot be right, or null where they can.</summary>
    public string? Problem()
    {
        if (Node is null || !Node.IsAbsoluteUri || Node.Scheme is not ("http" or "https") || Node.Query.Length > 0 || Node.Fragment.Length > 0)
            return $"The node's address '{Node}' is not an absolute http or https URL such as http://127.0.0.1:5080.";
        if (Node.UserInfo.Length > 0)
            return "The node's address must not carry a user name or password; nothing a client does needs one.";
        if (CallTimeout < TimeSpan.FromSeconds(1) || CallTimeout > TimeSpan.FromHours(1))
            return $"{nameof(CallTimeout)} is {CallTimeout}; it must be 1 s … 1 h.";
        if (RequestTimeout < TimeSpan.FromMilliseconds(100) || RequestTimeout > TimeSpan.FromMinutes(10))
            return $"{nameof(RequestTimeout)} is {RequestTimeout}; it must be 0.1 s … 10 min.";
        if (MaxAttempts is < 1 or > 20)
            return $"{nameof(MaxAttempts)} is {MaxAttempts}; it must be 1 … 20.";
        if (FirstRetryDelay < TimeSpan.FromMilliseconds(1) || FirstRetryDelay > TimeSpan.FromSeconds(5))
            return $"{nameof(FirstRetryDelay)} is {FirstRetryDelay}; it must be 1 ms … 5 s.";
        if (WatchPatience < TimeSpan.Zero || WatchPatience > TimeSpan.FromHours(1))
            return $"{nameof(WatchPatience)} is {WatchPatience}; it must be 0 … 1 h.";
        if (MaxModelFileBytes is < 1 or > 1 << 30)
            return $"{nameof(MaxModelFileBytes)} is {MaxModelFileBytes}; it must be 1 … {1 << 30}.";
        return MaxResultBytes is < 1 or > 1 << 30 ? $"{nameof(MaxResultBytes)} is {MaxResultBytes}; it must be 1 … {1 << 30}." : null;
    }
}
