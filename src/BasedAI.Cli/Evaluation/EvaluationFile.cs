using BasedAI.Client.Text;

namespace BasedAI.Cli;

/// <summary>
/// Reads labelled texts: a table with the header <c>sentence TAB label</c> (the form of GLUE; <c>text</c> for <c>sentence</c>, and either order) and lines of that
/// form; or lines <c>label text</c>, with a tab between the two where the label has spaces. A label is the number of a class or its name. Empty lines
/// are skipped. Everything wrong is named by its line before anything is started.
/// </summary>
internal static class EvaluationFile
{
    private const long MaxBytes = 64 << 20;
    private const int MaxReported = 5;

    public static IReadOnlyList<LabelledText> Read(string path, int limit)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) throw CliException.BadInput($"There is no file '{path}'.");
            if (file.Length > MaxBytes) throw CliException.BadInput($"'{path}' is longer than {MaxBytes >> 20} MiB; give a part of it.");
            return Parse(File.ReadLines(path), path, limit);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"'{path}' cannot be read: {exception.Message}");
        }
    }

    public static IReadOnlyList<LabelledText> Parse(IEnumerable<string> lines, string path, int limit)
    {
        var texts = new List<LabelledText>();
        var problems = new List<string>();
        Func<string, int, (LabelledText?, string)> parse = ParseLabelFirst;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (number == 1 && FormOf(line) is { } form)
            {
                parse = form;
                continue;
            }

            if (string.IsNullOrWhiteSpace(line)) continue;
            if (texts.Count >= limit) break;
            var (text, problem) = parse(line, number);
            if (text is not null) texts.Add(text);
            else problems.Add($"line {number}: {problem}");
            if (problems.Count > MaxReported) break;
        }

        if (problems.Count > 0)
            throw CliException.BadInput($"'{path}' cannot be used:\n  {string.Join("\n  ", problems.Take(MaxReported))}{(problems.Count > MaxReported ? "\n  and more" : "")}");
        return texts.Count > 0 ? texts : throw CliException.BadInput($"'{path}' has no labelled text. A line is 'label text', or the file is a table with the header 'sentence<TAB>label'.");
    }

    private static Func<string, int, (LabelledText?, string)>? FormOf(string header) => header.Trim('\r', '\ufeff').ToUpperInvariant() switch
    {
        "SENTENCE\tLABEL" or "TEXT\tLABEL" => ParseTextFirst,
        "LABEL\tSENTENCE" or "LABEL\tTEXT" => ParseTable,
        _ => null,
    };

    private static (LabelledText?, string) ParseTextFirst(string line, int number)
    {
        var tab = line.LastIndexOf('\t');
        return tab < 0 ? (null, "no tab between sentence and label") : Make(line[..tab], line[(tab + 1)..], number);
    }

    private static (LabelledText?, string) ParseTable(string line, int number)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        return tab < 0 ? (null, "no tab between label and sentence") : Make(line[(tab + 1)..], line[..tab], number);
    }

    private static (LabelledText?, string) ParseLabelFirst(string line, int number)
    {
        if (line.Contains('\t', StringComparison.Ordinal)) return ParseTable(line, number);
        var trimmed = line.Trim();
        var end = trimmed.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? (null, "a line is a label, a space and a text") : Make(trimmed[(end + 1)..], trimmed[..end], number);
    }

    private static (LabelledText?, string) Make(string text, string label, int number)
    {
        if (string.IsNullOrWhiteSpace(label)) return (null, "the label is empty");
        if (text.Contains('\0', StringComparison.Ordinal)) return (null, "the text has a NUL byte");
        return Tokenizer.Tokenize(text, 0).TotalTokens == 0 ? (null, "the text is empty") : (new LabelledText(number, text.Trim(), label.Trim()), "");
    }
}
