using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BasedAI.Cli;

/// <summary>The usual help, then the command's examples and the exit codes.</summary>
internal sealed class ExamplesHelpAction(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.MaxWidth = Rows.MaxWidth;
        var result = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is CliCommand command)
        {
            output.WriteLine("Examples:");
            foreach (var line in command.Examples.Split('\n')) output.WriteLine($"  {line.TrimEnd()}");
            output.WriteLine();
        }

        output.WriteLine(ExitCodes.Help);
        return result;
    }
}
