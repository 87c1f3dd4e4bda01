using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace BasedAI.Cli;

/// <summary>The command tree of <c>based</c>, and the one place where failures become messages and exit codes.</summary>
internal static class BasedProgram
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancellationToken)
    {
        try
        {
            // No response files: a text may begin with '@'.
            var parsed = CreateRoot(context).Parse(arguments.Count == 0 ? ["--help"] : arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is ParseErrorAction && parsed.Errors.Count > 0)
                throw CliException.BadInput($"{MessageOf(parsed)}\nTry '{PathOf(parsed.CommandResult)} --help'.");
            RefuseStrayOption(parsed);
            var configuration = new InvocationConfiguration
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception exception)
        {
            var (exitCode, message) = Failure.Of(exception);
            context.Error.WriteLine($"based: {message}");
            return exitCode;
        }
    }

    internal static RootCommand CreateRoot(CliContext context)
    {
        var root = new RootCommand("""
            Private inference on the BasedAI network: your text is encrypted here, computed on by machines that cannot read it, checked by others, and decrypted here.

            Start with: based demo
            """)
        {
            DemoCommand.Create(context),
            AskCommand.Create(context),
            EvalCommand.Create(context),
            KeysCommands.Create(context),
            BrainCommands.Create(context),
            JobCommands.Create(context),
            PlanCommand.Create(context),
            SiloCommand.Create(context),
            SqueezeCommand.Create(context),
            BenchCommand.Create(context),
            InfoCommand.Create(context),
        };
        foreach (var option in root.Options)
            if (option is HelpOption { Action: HelpAction usual } help) help.Action = new ExamplesHelpAction(usual);
        return root;
    }

    // A mistyped option would otherwise be taken for the text.
    private static void RefuseStrayOption(ParseResult parsed)
    {
        if (parsed.CommandResult.Command.Arguments is not [Argument<string?> { Name: "TEXT" } text] || parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)) return;
        if (parsed.GetResult(text) is { Tokens: [{ Value: ['-', '-', ..] value }] } && !value.Contains(' ', StringComparison.Ordinal))
            throw CliException.BadInput($"'{value}' is no option of this command. If it is the text, put -- before it.");
    }

    // "Required command was not provided" says less than the word that is not one.
    private static string MessageOf(ParseResult parsed)
        => parsed.UnmatchedTokens is [var stray, ..] ? $"'{ShownText.OneLine(stray, 60)}' is no command, option or argument here." : parsed.Errors[0].Message;

    private static string PathOf(CommandResult command)
        => command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "based";
}
