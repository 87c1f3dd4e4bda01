using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Data;
using BasedAI.Samples.TrainModels.Training;

namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>How a written text model does on labelled texts, in the clear, through the classes a client uses.</summary>
public sealed record TextEvaluation
{
    public int Count { get; init; }

    public int Correct { get; init; }

    public double Accuracy => (double)Correct / Count;

    /// <summary>Of the tokens the model saw, words not in the vocabulary.</summary>
    public double UnknownRate { get; init; }

    /// <summary>Of the texts, those longer than the model sees.</summary>
    public double TruncationRate { get; init; }

    /// <summary>Largest |s| of each block.</summary>
    public required IReadOnlyList<double> MaxScores { get; init; }

    /// <summary>Largest |u| of each block.</summary>
    public required IReadOnlyList<double> MaxArguments { get; init; }

    public double MaxLogit { get; init; }

    /// <summary>Texts with one logit and that below 0.01 in size.</summary>
    public int NearZero { get; init; }

    /// <summary>Of each head of the first block, as <see cref="WrittenBlock"/> defines it.</summary>
    public required IReadOnlyList<double> Entropies { get; init; }

    public static TextEvaluation Run(WrittenTransformer model, Vocabulary vocabulary, EmbeddingTable embeddings, IEnumerable<LabelledText> texts)
    {
        var encoder = new TextEncoder(vocabulary, embeddings);
        int count = 0, correct = 0, truncated = 0, nearZero = 0;
        long tokens = 0, unknown = 0;
        var maxLogit = 0.0;
        foreach (var text in texts)
        {
            var encoded = encoder.Encode(text.Text);
            if (encoded.Length == 0)
                continue;
            var logits = model.Logits(encoded.Rows, encoded.Length);
            count++;
            correct += Loss.Predict(logits) == text.Label ? 1 : 0;
            truncated += encoded.TruncatedTokens > 0 ? 1 : 0;
            tokens += encoded.Length;
            unknown += encoded.UnknownCount;
            maxLogit = Math.Max(maxLogit, logits.Max(Math.Abs));
            nearZero += logits.Length == 1 && Math.Abs(logits[0]) < 0.01 ? 1 : 0;
        }

        return new TextEvaluation
        {
            Count = count,
            Correct = correct,
            UnknownRate = (double)unknown / tokens,
            TruncationRate = (double)truncated / count,
            MaxScores = [.. model.Blocks.Select(block => block.MaxScore)],
            MaxArguments = [.. model.Blocks.Select(block => block.MaxArgument)],
            MaxLogit = maxLogit,
            NearZero = nearZero,
            Entropies = model.Blocks[0].Entropies,
        };
    }
}
