using System.Text;
using BasedAI.Client.Text;

namespace BasedAI.Samples.TrainModels.Data;

/// <summary>Descriptions of symptoms and the names of their classes, in ordinal order of the names without regard to case.</summary>
public sealed record SymptomTexts(IReadOnlyList<LabelledText> Texts, IReadOnlyList<string> Labels);

/// <summary>
/// Reads Symptom2Disease: a header line, then <c>index,label,text</c> with text in quotes where it has commas. Of texts with the same
/// tokens the first is kept, lest one be trained on and its twin measured.
/// </summary>
public static class SymptomReader
{
    public static SymptomTexts Read(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "medical", "Symptom2Disease.csv");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<(string Label, string Text)>();
        var number = 1;
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            number++;
            if (Fields(line) is not [_, var label, var text])
                throw new InvalidDataException($"{path}, line {number}: expected an index, a label and a text.");
            if (seen.Add(string.Join(' ', Tokenizer.Tokenize(text).Tokens)))
                rows.Add((label.Trim(), text));
        }

        var labels = rows.Select(row => row.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase).ToList();
        return new SymptomTexts([.. rows.Select(row => new LabelledText(row.Text, labels.IndexOf(row.Label)))], labels);
    }

    // One line of comma-separated values; a quote within quotes is doubled.
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
                Flush();
            else
                field.Append(line[i]);
        Flush();
        return fields;

        void Flush()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
