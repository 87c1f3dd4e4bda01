namespace BasedAI.Samples.TrainModels.Data;

/// <summary>
/// Reads SST-2 in the GLUE split (Socher et al. 2013): a header line, then <c>sentence TAB label</c>, label 1 = positive.
/// </summary>
public static class SentimentReader
{
    public static IReadOnlyList<LabelledText> Read(string dataDirectory, string split)
    {
        var path = Path.Combine(dataDirectory, "sst2", split + ".tsv");
        var result = new List<LabelledText>();
        var number = 1;
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            number++;
            var tab = line.LastIndexOf('\t');
            if (tab < 0 || line[(tab + 1)..] is not ("0" or "1"))
                throw new InvalidDataException($"{path}, line {number}: expected a sentence, a tab, and 0 or 1.");
            result.Add(new LabelledText(line[..tab], line[^1] - '0'));
        }

        return result;
    }
}
