using System.Globalization;
using System.Net;
using BasedAI.Protocol;

namespace BasedAI.Silo;

/// <summary>Reads the command line: <c>--name value</c> or <c>--name=value</c>. What it does not know it refuses.</summary>
internal static class SiloArguments
{
    /// <summary>Whether the caller asks for the usage text.</summary>
    public static bool WantsHelp(IReadOnlyList<string> arguments) => arguments.Any(a => a is "--help" or "-h" or "-?");

    /// <summary>The options, or what is wrong with them.</summary>
    public static (SiloOptions? Options, string Problem) Parse(IReadOnlyList<string> arguments)
    {
        var options = new SiloOptions { Data = "" };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                return (null, $"'{argument}' is not an option.");
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            if (!seen.Add(name))
                return (null, $"{name} is given twice.");
            if (name == "--ephemeral-ports")
            {
                if (equals >= 0)
                    return (null, $"{name} takes no value.");
                options = options with { SiloPort = 0 };
                continue;
            }

            if (!Usage.Names.Contains(name))
                return (null, $"{name} is not an option of this program.");
            if (equals < 0 && (i + 1 == arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal)))
                return (null, $"{name} needs a value.");
            var value = equals < 0 ? arguments[++i] : argument[(equals + 1)..];
            var (changed, problem) = Apply(options, name, value);
            if (changed is null)
                return (null, problem);
            options = changed;
        }

        if (options.Data.Length == 0)
            return (null, "--data DIR is missing: the folder that holds this node's state.");
        if (seen.Contains("--silo-port") && seen.Contains("--ephemeral-ports"))
            return (null, "--silo-port and --ephemeral-ports exclude each other.");
        return options.Model is not null && options.Brains is not null
            ? (null, "--model and --brains exclude each other: --model serves one model, as Brain 0.")
            : (options, "");
    }

    private static (SiloOptions? Options, string Problem) Apply(SiloOptions options, string name, string value) => name switch
    {
        "--data" => value.Length > 0 ? (options with { Data = value }, "") : (null, "--data is empty; it must be a folder."),
        "--http" => IPEndPoint.TryParse(value, out var endpoint) && value.Contains(':', StringComparison.Ordinal)
            ? (options with { Http = endpoint }, "")
            : (null, $"--http is '{value}'; it must be ADDRESS:PORT such as 127.0.0.1:5080 (port 0 takes a free one)."),
        "--miners" => Number(name, value, 0, BrainCaps.Miners, number => options with { Miners = number }),
        "--validators" => Number(name, value, 0, BrainCaps.Validators, number => options with { Validators = number }),
        "--workers" => Number(name, value, 1, 1024, number => options with { Workers = number }),
        "--max-blob-mib" => Number(name, value, 1, 1024, number => options with { MaxBlobBytes = (long)number << 20 }),
        "--silo-port" => Number(name, value, 1, 65_535, number => options with { SiloPort = number }),
        "--parent-pid" => Number(name, value, 1, int.MaxValue, number => options with { ParentPid = number }),
        "--models" => Directory.Exists(value)
            ? (options with { Models = value }, "")
            : (null, $"--models is '{value}'; there is no such folder."),
        "--brains" => BrainsOf(value) is { } brains
            ? (options with { Brains = brains }, "")
            : (null, $"--brains is '{value}'; it must be numbers from 0 to {BrainId.Count - 1} with commas, such as 0,4."),
        _ => ModelFolder.IsName(value)
            ? (options with { Model = value }, "")
            : (null, $"--model is '{value}'; it must be the name of a folder below the models folder."),
    };

    private static HashSet<BrainId>? BrainsOf(string value)
    {
        var brains = new HashSet<BrainId>();
        foreach (var text in value.Split(','))
        {
            if (!BrainId.TryParse(text, out var id))
                return null;
            brains.Add(id);
        }

        return brains;
    }

    private static (SiloOptions? Options, string Problem) Number(string name, string value, int least, int most, Func<int, SiloOptions> change)
        => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? (change(number), "")
            : (null, $"{name} is '{value}'; it must be a whole number from {least} to {most}.");
}
