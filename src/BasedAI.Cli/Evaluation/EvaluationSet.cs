using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>
/// A file of labelled questions: texts (see <see cref="EvaluationFile"/>), or, where its name ends in .csv, records with a column <c>label</c>. Its form is
/// judged before anything is started; labels and names when the model is known, before anything is encrypted.
/// </summary>
internal sealed class EvaluationSet
{
    private const string LabelColumn = "label";
    private const int MaxReported = 5;

    private readonly string _path;
    private readonly IReadOnlyList<LabelledText>? _texts;
    private readonly RecordTable? _records;
    private readonly int _limit;

    private EvaluationSet(string path, IReadOnlyList<LabelledText>? texts, RecordTable? records, int limit)
        => (_path, _texts, _records, _limit) = (path, texts, records, limit);

    /// <summary>Reads a file.</summary>
    /// <exception cref="CliException">It cannot be read or has not the form.</exception>
    public static EvaluationSet Read(CliContext context, string path, int limit)
        => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            ? OfRecords(path, RecordTable.Read(context, path), limit)
            : new EvaluationSet(path, EvaluationFile.Read(path, limit), null, limit);

    public static EvaluationSet OfRecords(string path, RecordTable table, int limit)
        => LabelOf(table) >= 0
            ? new EvaluationSet(path, null, table, limit)
            : throw CliException.BadInput($"'{path}' has no column '{LabelColumn}' that says what is right.");

    public static EvaluationSet OfTexts(string path, IReadOnlyList<LabelledText> texts) => new(path, texts, null, int.MaxValue);

    /// <summary>The questions for a model.</summary>
    /// <exception cref="CliException">The model takes something else, or a label is not one of its classes.</exception>
    public IReadOnlyList<LabelledInput> For(BrainClient brain)
    {
        var model = brain.Requirements;
        if (model.Task == ModelTask.Embedding)
            throw CliException.BadInput($"Brain {brain.Id} answers with a vector; there is no label to be right about.");
        if (_texts is not null != model.Text is not null)
        {
            throw CliException.BadInput(model.Text is not null
                ? $"Brain {brain.Id} takes texts, and '{_path}' is read as records, by its name."
                : $"Brain {brain.Id} takes records: give them as a .csv with the columns {LabelColumn}, {string.Join(", ", model.Record!.Features.Select(feature => feature.Name))}.");
        }

        var problems = new List<string>();
        List<LabelledInput> inputs = _texts is not null
            ? [.. _texts.Select(text => new LabelledInput(text.Line, () => brain.Encode(text.Text), ClassOf(text.Label, text.Line, model, problems)))]
            : [.. Records(brain, model, problems)];
        return problems.Count == 0 ? inputs : throw CliException.BadInput(
            $"'{_path}' cannot be used:\n  {string.Join("\n  ", problems.Take(MaxReported))}{(problems.Count > MaxReported ? "\n  and more" : "")}");
    }

    private IEnumerable<LabelledInput> Records(BrainClient brain, ModelRequirements model, List<string> problems)
    {
        var column = LabelOf(_records!);
        foreach (var row in _records!.Rows.Take(_limit))
        {
            var numbers = _records.NumbersOf(row, _path, except: column);
            yield return new LabelledInput(row.Line, () => brain.EncodeRecord(numbers), ClassOf(row.Fields[column], row.Line, model, problems));
        }
    }

    private static int LabelOf(RecordTable table)
    {
        for (var i = 0; i < table.Names.Count; i++)
        {
            if (table.Names[i].Equals(LabelColumn, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    private static int ClassOf(string label, int line, ModelRequirements model, List<string> problems)
    {
        if (ClassNames.Find(label, model.Labels) is { } index) return index;
        problems.Add(
            $"line {line}: the label is '{ShownText.OneLine(label, 20)}'; it must be 0 to {model.Labels.Length - 1}, or {string.Join(", ", model.Labels.Take(8))}"
            + (model.Labels.Length > 8 ? " …" : ""));
        return -1;
    }
}
