using Spectre.Console;

namespace BasedAI.Cli;

/// <summary>The terminal, at most 80 columns wide.</summary>
internal static class LiveConsole
{
    public static IAnsiConsole Create(CliContext context)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Out = new AnsiConsoleOutput(context.Out),
        });
        console.Profile.Width = Math.Min(console.Profile.Width, Rows.MaxWidth);
        return console;
    }
}
