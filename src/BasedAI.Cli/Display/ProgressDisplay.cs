using Spectre.Console;

namespace BasedAI.Cli;

/// <summary>
/// What happens, as it happens: finished steps as lines; on a terminal also the step under way with a spinner. Silent where the output is JSON.
/// </summary>
internal sealed class ProgressDisplay
{
    private const int NameWidth = 12;

    private readonly CliContext _context;
    private readonly bool _isSilent;
    private IAnsiConsole? _console;
    private StatusContext? _status;

    private ProgressDisplay(CliContext context, bool isSilent)
    {
        _context = context;
        _isSilent = isSilent;
    }

    /// <summary>Runs work that reports to a display.</summary>
    public static async Task<T> RunAsync<T>(CliContext context, bool isSilent, Func<ProgressDisplay, Task<T>> work)
    {
        var display = new ProgressDisplay(context, isSilent);
        if (isSilent || !context.IsLive) return await work(display);
        display._console = LiveConsole.Create(context);
        return await display._console.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", status =>
        {
            display._status = status;
            return work(display);
        });
    }

    /// <summary>A step is done.</summary>
    public void Line(string name, string text)
    {
        if (_isSilent) return;
        var label = name;
        foreach (var line in Rows.Wrap(text, Rows.MaxWidth - NameWidth - 3))
        {
            if (_console is null) _context.Out.WriteLine($"  {label,-NameWidth} {line}".TrimEnd());
            else _console.MarkupLine($"  [green]{Markup.Escape(label),-NameWidth}[/] {Markup.Escape(line)}");
            label = "";
        }
    }

    /// <summary>A step is under way; shown on a terminal only.</summary>
    public void Now(string text) => _status?.Status(Markup.Escape(text));
}
