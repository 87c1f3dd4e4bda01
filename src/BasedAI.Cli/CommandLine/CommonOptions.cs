using System.CommandLine;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary>Options and arguments that several commands share; each call makes a fresh one.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object and nothing else on standard output." };

    public static Option<string?> Node() => new("--node")
    {
        Description = $"Address of the node. Default: {NodeAddress.Variable}, else {NodeAddress.Default}.",
        HelpName = "URL",
    };

    public static Option<string?> Keys() => new("--keys")
    {
        Description = "Key file. Default: fresh keys, forgotten afterwards.",
        HelpName = "FILE",
    };

    public static Option<string?> PassphraseVariable() => new("--passphrase-env")
    {
        Description = "Environment variable that holds the passphrase. Default: ask.",
        HelpName = "NAME",
    };

    public static Option<int> Brain()
    {
        var option = new Option<int>("--brain")
        {
            Description = "The Brain, 0 to 1023.",
            HelpName = "ID",
            DefaultValueFactory = _ => 0,
        };
        option.Validators.Add(result => RequireRange(result, "--brain", 0, BrainId.Count - 1));
        return option;
    }

    public static Option<string?> Plan() => new("--plan")
    {
        Description = "Name of the model's plan to go by. Default: the one with the least estimated time over this line.",
        HelpName = "NAME",
    };

    public static Option<int> Validators()
    {
        var option = new Option<int>("--validators")
        {
            Description = "Validators that must find the same bytes, 0 to 8.",
            HelpName = "N",
            DefaultValueFactory = _ => 2,
        };
        option.Validators.Add(result => RequireRange(result, "--validators", 0, 8));
        return option;
    }

    public static Option<int> Number(string name, string description, int defaultValue, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result => RequireRange(result, name, least, most));
        return option;
    }

    public static Argument<string?> Text() => new("TEXT")
    {
        Description = "The text; '-' reads it from standard input. Put -- before a text that begins with a dash.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Argument<string> Job() => new("ID") { Description = "The job: 32 hexadecimal digits." };

    private static void RequireRange(System.CommandLine.Parsing.OptionResult result, string name, int least, int most)
    {
        if (result.Tokens is [{ Value: var text }]
            && !(int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, null, out var value) && value >= least && value <= most))
        {
            result.AddError($"{name} is '{text}'; it must be a whole number from {least} to {most}.");
        }
    }
}
