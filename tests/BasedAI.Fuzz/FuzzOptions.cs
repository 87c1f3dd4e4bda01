using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BasedAI.Fuzz;

/// <summary>What the command line says.</summary>
internal sealed record FuzzOptions
{
    public const string Help = """
        Fuzzes every decoder of untrusted bytes, guided by branch coverage.

        usage: dotnet run -c Release --project tests/BasedAI.Fuzz -- [options]

          --seconds S        how long, all targets together (default 60)
          --iterations I     or: inputs a target, instead of a time; the same inputs every time
          --target NAME      only targets whose name contains NAME; may be repeated
          --seed N           of the mutations (default 1)
          --corpus DIR       read inputs from DIR/TARGET/* too, and keep there what reached something new
          --findings DIR     where findings are written (default tests/BasedAI.Fuzz/findings, or ./findings outside a checkout)
          --json             the result as JSON on stdout; progress goes to stderr always
          --list             names of the targets
          --uninstrumented   no coverage: reasons and shapes guide alone, for comparison
          --help             this text

        examples:
          dotnet run -c Release --project tests/BasedAI.Fuzz -- --seconds 600
          dotnet run -c Release --project tests/BasedAI.Fuzz -- --target seal --seconds 30 --seed 7 --json

        exit codes: 0 no findings, 1 findings (their files are named), 2 wrong arguments
        """ + "\n";

    public int Seconds { get; private init; } = 60;

    /// <summary>Inputs a target, or 0 for a time.</summary>
    public long Iterations { get; private init; }

    public int Seed { get; private init; } = 1;

    public IReadOnlyList<string> Targets { get; private init; } = [];

    public string? Corpus { get; private init; }

    public string? Findings { get; private init; }

    public bool IsJson { get; private init; }

    public bool IsList { get; private init; }

    public bool IsHelp { get; private init; }

    public bool IsUninstrumented { get; private init; }

    public static bool TryParse(string[] args, out FuzzOptions options, [NotNullWhen(false)] out string? complaint)
    {
        options = new FuzzOptions();
        complaint = null;
        for (int i = 0; i < args.Length && complaint is null; i++)
        {
            string name = args[i];
            switch (name)
            {
                case "--json": options = options with { IsJson = true }; continue;
                case "--list": options = options with { IsList = true }; continue;
                case "--uninstrumented": options = options with { IsUninstrumented = true }; continue;
                case "--help" or "-h": options = options with { IsHelp = true }; continue;
            }

            if (name is not ("--seconds" or "--iterations" or "--seed" or "--target" or "--corpus" or "--findings"))
            {
                complaint = $"Unknown argument '{name}'.";
            }
            else if (++i == args.Length)
            {
                complaint = $"{name} wants a value.";
            }
            else if (name is "--target" or "--corpus" or "--findings")
            {
                options = name switch
                {
                    "--target" => options with { Targets = [.. options.Targets, args[i]] },
                    "--corpus" => options with { Corpus = args[i] },
                    _ => options with { Findings = args[i] },
                };
            }
            else if (!int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || (value == 0 && name != "--seed"))
            {
                complaint = $"{name} wants a whole number above zero, not '{args[i]}'.";
            }
            else
            {
                options = name switch
                {
                    "--seconds" => options with { Seconds = value },
                    "--iterations" => options with { Iterations = value },
                    _ => options with { Seed = value },
                };
            }
        }

        return complaint is null;
    }
}
