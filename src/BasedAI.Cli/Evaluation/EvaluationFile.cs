using BasedAI.Client.Text;

namespace BasedAI.Cli;

/// <summary>
/// Reads labelled texts: the GLUE form, a header <c>sentence TAB label</c> and lines <c>text TAB 0|1</c>; or lines <c>label text</c>, where the label
/// is 0, 1 or a class's name. Empty lines are skipped. Everything wrong is named by its line before anything is started.
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
        var isGlue = false;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (number == 1 && line.TrimEnd('\r').Equals("sentence\tlabel", StringComparison.OrdinalIgnoreCase))
            {
                isGlue = true;
                continue;
            }

            if (string.IsNullOrWhiteSpace(line)) continue;
            if (texts.Count >= limit) break;
            var (text, problem) = isGlue ? ParseGlue(line, number) : ParseLabelFirst(line, number);
            if (text is not null) texts.Add(text);
            else problems.Add($"line {number}: {problem}");
            if (problems.Count > MaxReported) break;
        }

        if (problems.Count > 0)
            throw CliException.BadInput($"'{path}' cannot be used:\n  {string.Join("\n  ", problems.Take(MaxReported))}{(problems.Count > MaxReported ? "\n  and more" : "")}");
        return texts.Count > 0 ? texts : throw CliException.BadInput($"'{path}' has no labelled text. A line is 'label text', or the file is a GLUE table with the header 'sentence<TAB>label'.");
    }

    private static (LabelledText?, string) ParseGlue(string line, int number)
    {
        var tab = line.LastIndexOf('\t');
        return tab < 0 ? (null, "no tab between sentence and label") : Make(line[..tab], line[(tab + 1)..].Trim(), number);
    }

    private static (LabelledText?, string) ParseLabelFirst(string line, int number)
    {
        var trimmed = line.Trim();
        var end = trimmed.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? (null, "a line is a label, a space and a text") : Make(trimmed[(end + 1)..], trimmed[..end], number);
    }

    private static (LabelledText?, string) Make(string text, string label, int number)
    {
        int? value = label.ToUpperInvariant() switch { "0" or "NEGATIVE" => 0, "1" or "POSITIVE" => 1, _ => null };
        if (value is null) return (null, $"the label is '{ShownText.OneLine(label, 20)}'; it must be 0, 1, negative or positive");
        if (text.Contains('\0', StringComparison.Ordinal)) return (null, "the text has a NUL byte");
        return Tokenizer.Tokenize(text, 0).TotalTokens == 0 ? (null, "the text is empty") : (new LabelledText(number, text.Trim(), value.Value), "");
    }
}
