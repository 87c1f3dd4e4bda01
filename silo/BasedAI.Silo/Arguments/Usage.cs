namespace BasedAI.Silo;

/// <summary>The usage text, and the names of all options that take a value.</summary>
internal static class Usage
{
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "--data", "--http", "--miners", "--validators", "--workers", "--models", "--model", "--brains", "--max-blob-mib", "--silo-port", "--parent-pid",
    };

    public const string Text = """
        One node of BasedAI.Orleans: silo, grains, blob store, HTTP API and dashboard in one process.

        Usage: dotnet BasedAI.Silo.dll --data DIR [options]

          --data DIR            the node's state; created where it is new. One node per folder
          --http ADDRESS:PORT   where the HTTP API listens (127.0.0.1:5080); port 0 takes a free one
          --miners N            register miner-1 … miner-N in each Brain, 0 … 1792 (3)
          --validators N        register validator-1 … validator-N in each Brain, 0 … 256 (2)
          --workers K           threads that compute, 1 … 1024 (number of processors)
          --models DIR          folder of model folders (models beside the program); its brains.json says which
                                Brain serves which
          --brains LIST         open these Brains of brains.json only, such as 0,4 (all)
          --model NAME          serve this one model, as Brain 0, whatever brains.json says
          --max-blob-mib N      longest upload in MiB, 1 … 1024 (512)
          --silo-port P         port of the silo's own protocol, on loopback (11111)
          --ephemeral-ports     take a free silo port instead
          --parent-pid PID      stop when that process is gone
          --help                this text

        When it is ready it prints one line, 'ready URL', and writes DIR/node.json. The operator's token is in DIR/operator.token.

        Examples:
          dotnet BasedAI.Silo.dll --data ~/.basedai/node
          dotnet BasedAI.Silo.dll --data ./node2 --http 127.0.0.1:0 --ephemeral-ports
          dotnet BasedAI.Silo.dll --data ./trial --miners 0          a Brain without miners: jobs are refused

        Exit codes: 0 clean stop (SIGTERM, Ctrl+C); 1 failure; 2 wrong arguments; 3 the data folder is in use by another node or cannot be used.

        """;
}
