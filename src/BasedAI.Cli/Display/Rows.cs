using Spectre.Console;

namespace BasedAI.Cli;

/// <summary>Facts as two columns, at most 80 wide: a panel on a terminal, plain lines elsewhere.</summary>
internal static class Rows
{
    public const int MaxWidth = 80;
    private const int NameWidth = 12;

    /// <summary>Writes named facts under a title.</summary>
    public static void Write(CliContext context, string title, IReadOnlyList<(string Name, string Text)> rows)
    {
        if (context.IsLive) WritePanel(context, title, rows);
        else WriteLines(context.Out, title, rows);
    }

    /// <summary>Breaks text at spaces into lines of at most <paramref name="width"/> characters; a longer word is cut.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var rest = text.AsMemory();
        while (rest.Length > width)
        {
            var space = rest.Span[..(width + 1)].LastIndexOf(' ');
            var end = space > 0 ? space : width;
            yield return rest[..end].TrimEnd().ToString();
            rest = rest[(space > 0 ? end + 1 : end)..];
        }

        yield return rest.ToString();
    }

    private static void WriteLines(TextWriter output, string title, IReadOnlyList<(string Name, string Text)> rows)
    {
        output.WriteLine();
        foreach (var line in Wrap(title, MaxWidth)) output.WriteLine(line);
        foreach (var (name, text) in rows)
        {
            var label = name;
            foreach (var line in Wrap(text, MaxWidth - NameWidth - 3))
            {
                output.WriteLine($"  {label,-NameWidth} {line}".TrimEnd());
                label = "";
            }
        }
    }

    private static void WritePanel(CliContext context, string title, IReadOnlyList<(string Name, string Text)> rows)
    {
        var console = LiveConsole.Create(context);
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var (name, text) in rows)
            grid.AddRow(new Markup($"[grey]{Markup.Escape(name)}[/]"), new Text(text, name == "answer" ? new Style(decoration: Decoration.Bold) : Style.Plain));
        console.WriteLine();
        console.Write(new Panel(grid)
            .Header($"[bold] {Markup.Escape(title.Length > 60 ? title[..59] + "…" : title)} [/]")
            .Border(BoxBorder.Rounded)
            .Padding(1, 0));
    }
}
