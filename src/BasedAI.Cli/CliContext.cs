namespace BasedAI.Cli;

/// <summary>The outside of a command: streams, environment, whether a person looks on. Tests give their own.</summary>
internal sealed record CliContext
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>An environment variable, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Whether the output is a terminal that takes colours and a moving display.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Reads a line without showing it, or null where nobody can type one.</summary>
    public required Func<string, char[]?> ReadSecret { get; init; }

    public static CliContext OfProcess()
    {
        Func<string, string?> variable = Environment.GetEnvironmentVariable;
        return new CliContext
        {
            In = Console.In,
            Out = Console.Out,
            Error = Console.Error,
            Variable = variable,
            IsLive = !Console.IsOutputRedirected && string.IsNullOrEmpty(variable("NO_COLOR")) && variable("TERM") is not ("dumb" or null or ""),
            ReadSecret = SecretPrompt.Read,
        };
    }
}
