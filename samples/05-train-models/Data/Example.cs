using BasedAI.Client.Text;

namespace BasedAI.Samples.TrainModels.Data;

/// <summary>A labelled text as word ids, cut to the tokens the model sees.</summary>
public sealed record Example(int[] Ids, int Label)
{
    public bool IsPositive => Label == 1;

    /// <summary>Encodes texts; those without a token are left out.</summary>
    public static IReadOnlyList<Example> Encode(IEnumerable<LabelledText> texts, Vocabulary vocabulary, int maxTokens) =>
        texts
            .Select(text => new Example(Tokenizer.Tokenize(text.Text, maxTokens).Tokens.Select(vocabulary.Find).ToArray(), text.Label))
            .Where(example => example.Ids.Length > 0).ToArray();
}
