namespace BasedAI.Cli;

/// <summary>How the program ends. Scripts rely on these numbers; every command's help lists them.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Something nobody foresaw.</summary>
    public const int Unexpected = 1;

    /// <summary>Wrong arguments or input.</summary>
    public const int BadInput = 2;

    /// <summary>The node cannot be reached, went away, or would not start.</summary>
    public const int Unreachable = 3;

    /// <summary>The network refused or could not do it.</summary>
    public const int Refused = 4;

    /// <summary>The key file or its passphrase.</summary>
    public const int KeyFile = 5;

    /// <summary>Stopped by the user.</summary>
    public const int Cancelled = 130;

    public const string Help = """
        Exit codes:
          0 done   1 unexpected error   2 wrong arguments or input
          3 node unreachable or would not start   4 refused by the network
          5 key file or passphrase   130 stopped by Ctrl-C
        """;
}
