using BasedAI.Cerberus;
using BasedAI.Client.Text;

namespace BasedAI.Cli;

/// <summary>Labelled texts as the rows a model sees, for measuring passes on.</summary>
internal static class CalibrationReader
{
    public static CalibrationData Read(SqueezeFolder folder, string path, int limit)
    {
        if (folder.Config.Input.Kind != "tokens") throw CliException.BadInput("--data takes texts, and this model takes records.");
        string vocabulary = Path.Combine(folder.Path, "vocabulary.txt"), embedding = Path.Combine(folder.Path, "embedding.bin");
        if (!File.Exists(vocabulary) || !File.Exists(embedding)) throw CliException.BadInput($"'{folder.Path}' has no vocabulary.txt and embedding.bin, without which texts have no rows.");
        using var words = File.OpenRead(vocabulary);
        using var rows = File.OpenRead(embedding);
        var encoder = new TextEncoder(Vocabulary.Read(words), EmbeddingTable.Read(rows), folder.Config.Input.ConstantFeature);
        if (encoder.Dimensions != folder.Graph.Input.Features || encoder.MaxTokens != folder.Graph.Input.Tokens)
            throw CliException.BadInput($"The embedding is {encoder.MaxTokens} x {encoder.Dimensions}, the model takes {folder.Graph.Input.Tokens} x {folder.Graph.Input.Features}.");
        var labels = folder.Config.Labels ?? ["negative", "positive"];
        return new CalibrationData([.. EvaluationFile.Read(path, limit).Select(text =>
        {
            var encoded = encoder.Encode(text.Text);
            var label = ClassNames.Find(text.Label, labels)
                ?? throw CliException.BadInput($"'{path}', line {text.Line}: the label is '{ShownText.OneLine(text.Label, 20)}'; the model's are {string.Join(", ", labels.Take(8))}.");
            return new CalibrationExample(encoded.Rows, encoded.Length, label);
        }).Where(static example => example.Length > 0)]);
    }
}
