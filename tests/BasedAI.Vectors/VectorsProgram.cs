namespace BasedAI.Vectors;

/// <summary>Computes on files of other implementations, so that results can be compared byte for byte.</summary>
public static class VectorsProgram
{
    /// <summary>Everything went well.</summary>
    public const int Success = 0;

    /// <summary>An operation refused its operands: levels, scales, polynomials, a key the set does not have.</summary>
    public const int Refused = 1;

    /// <summary>Wrong arguments.</summary>
    public const int WrongArguments = 2;

    /// <summary>A file that is not there, cannot be read or written, or does not hold what it should.</summary>
    public const int BadFile = 3;

    private const string Usage = """
        BasedAI.Vectors: computes on files of other implementations, so that results can be compared byte for byte.

          seal       Microsoft SEAL 4.x, CKKS

        Try: dotnet run --project tests/BasedAI.Vectors -- seal --help
        """;

    /// <summary>Runs a command.</summary>
    /// <param name="args">The command and its options.</param>
    /// <param name="output">Gets what was asked for.</param>
    /// <param name="error">Gets complaints.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        switch (args)
        {
            case ["seal", .. var rest]:
                return SealCommand.Run(rest, output, error);
            case ["--help" or "-h" or "help"]:
                output.WriteLine(Usage);
                return Success;
            default:
                error.WriteLine(args.Length == 0 ? "No command." : $"Unknown command '{args[0]}'.");
                error.WriteLine(Usage);
                return WrongArguments;
        }
    }
}
