using System.Globalization;
using System.Text.Json;

namespace BasedAI.Cli;

/// <summary>
/// Numbers by name, from a file: a CSV table with a header (commas or tabs, fields in quotes where they need it), or one JSON object of numbers. Everything
/// wrong is named by its line or member before anything is started.
/// </summary>
internal sealed class RecordTable
{
    private const int MaxCharacters = 16 << 20;
    private const int MaxColumns = 8192;

    private RecordTable(IReadOnlyList<string> names, IReadOnlyList<(int Line, string[] Fields)> rows) => (Names, Rows) = (names, rows);

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The rows, as many fields as columns in each.</summary>
    public IReadOnlyList<(int Line, string[] Fields)> Rows { get; }

    /// <summary>The one record of a file; '-' reads standard input.</summary>
    /// <exception cref="CliException">It cannot be read, is neither form, or has no row or several.</exception>
    public static IReadOnlyList<KeyValuePair<string, double>> ReadOne(CliContext context, string path)
    {
        var text = ReadText(context, path);
        if (text.AsSpan().TrimStart() is ['{', ..]) return ParseObject(text, path);
        var table = Parse(text, path);
        return table.Rows is [var row]
            ? table.NumbersOf(row, path, except: -1)
            : throw CliException.BadInput($"'{path}' has {table.Rows.Count} rows below its header; give one record at a time, or use 'based eval'.");
    }

    /// <summary>Reads a table.</summary>
    public static RecordTable Read(CliContext context, string path) => Parse(ReadText(context, path), path);

    public static RecordTable Parse(string text, string path)
    {
        string[]? names = null;
        var rows = new List<(int, string[])>();
        var separator = ',';
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (names is null)
            {
                separator = line.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
                names = Split(line, separator, number, path);
                if (names.Length > MaxColumns || names.Any(name => name.Length == 0))
                    throw CliException.BadInput($"'{path}' has no proper header: line {number} must name every column, at most {MaxColumns}.");
                continue;
            }

            var fields = Split(line, separator, number, path);
            if (fields.Length != names.Length)
                throw CliException.BadInput($"'{path}', line {number}: {fields.Length} fields, the header has {names.Length}.");
            rows.Add((number, fields));
        }

        return names is not null && rows.Count > 0
            ? new RecordTable(names, rows)
            : throw CliException.BadInput($"'{path}' has no record: give a header with the names of the numbers and a row below it, or a JSON object.");
    }

    /// <summary>The numbers of a row by name, without one column.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> NumbersOf((int Line, string[] Fields) row, string path, int except)
    {
        var values = new List<KeyValuePair<string, double>>();
        for (var i = 0; i < Names.Count; i++)
        {
            if (i == except) continue;
            if (!double.TryParse(row.Fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            {
                throw CliException.BadInput(
                    $"'{path}', line {row.Line}: '{ShownText.OneLine(Names[i], 40)}' is '{ShownText.OneLine(row.Fields[i], 20)}'; it must be a number such as 17.99.");
            }

            values.Add(KeyValuePair.Create(Names[i], value));
        }

        return values;
    }

    private static List<KeyValuePair<string, double>> ParseObject(string text, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var values = new List<KeyValuePair<string, double>>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetDouble(out var value) || !double.IsFinite(value))
                    throw CliException.BadInput($"'{path}': '{ShownText.OneLine(member.Name, 40)}' is no number; a record is an object of numbers.");
                values.Add(KeyValuePair.Create(member.Name, value));
            }

            return values;
        }
        catch (JsonException exception)
        {
            throw CliException.BadInput($"'{path}' is no JSON object of numbers: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }

    private static string ReadText(CliContext context, string path)
    {
        try
        {
            using var reader = path == "-" ? null : new StreamReader(path);
            var source = reader ?? context.In;
            var buffer = new char[1 << 16];
            var text = new System.Text.StringBuilder();
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                text.Append(buffer, 0, read);
                if (text.Length > MaxCharacters) throw CliException.BadInput($"'{path}' is longer than {MaxCharacters} characters; give a part of it.");
            }

            return text.ToString();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliException.BadInput($"There is no file '{path}'.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"'{path}' cannot be read: {exception.Message}");
        }
    }

    private static string[] Split(string line, char separator, int number, string path)
    {
        var fields = new List<string>();
        var rest = line.TrimEnd('\r').AsSpan();
        while (true)
        {
            rest = rest.TrimStart(' ');
            if (rest is ['"', ..])
            {
                var field = new System.Text.StringBuilder();
                var i = 1;
                for (; i < rest.Length && (rest[i] != '"' || (i + 1 < rest.Length && rest[i + 1] == '"')); i++)
                {
                    field.Append(rest[i]);
                    if (rest[i] == '"') i++;
                }

                if (i >= rest.Length) throw CliException.BadInput($"'{path}', line {number}: a quotation mark is not closed.");
                fields.Add(field.ToString().Trim());
                rest = rest[(i + 1)..].TrimStart(' ');
                if (rest.Length > 0 && rest[0] != separator) throw CliException.BadInput($"'{path}', line {number}: text behind a closing quotation mark.");
            }
            else
            {
                var end = rest.IndexOf(separator);
                fields.Add((end < 0 ? rest : rest[..end]).Trim().ToString());
                rest = end < 0 ? [] : rest[end..];
            }

            if (rest.IsEmpty) return [.. fields];
            rest = rest[1..];
            if (rest.IsEmpty) return [.. fields, ""];
        }
    }
}
