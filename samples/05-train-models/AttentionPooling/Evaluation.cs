using BasedAI.Client.Text;
using BasedAI.Samples.TrainModels.Data;

namespace BasedAI.Samples.TrainModels.AttentionPooling;

/// <summary>How a model folder does on labelled texts, in the clear, through the classes a client uses.</summary>
/// <param name="Count">Texts.</param>
/// <param name="Correct">Texts whose logit has the sign of their label.</param>
/// <param name="Tokens">Tokens the model saw.</param>
/// <param name="Unknown">Of these, words not in the vocabulary.</param>
/// <param name="Truncated">Texts longer than the model sees.</param>
/// <param name="MaxScore">Largest |x_t.u_h + c_h|.</param>
/// <param name="MaxLogit">Largest |logit|.</param>
/// <param name="NearZero">Texts with |logit| below 0.01.</param>
public sealed record Evaluation(
    int Count, int Correct, long Tokens, long Unknown, int Truncated, double MaxScore, double MaxLogit, int NearZero)
{
    public double Accuracy => (double)Correct / Count;

    public double UnknownRate => (double)Unknown / Tokens;

    public double TruncationRate => (double)Truncated / Count;

    public static Evaluation Run(ModelFolder model, IEnumerable<LabelledText> texts)
    {
        var encoder = new TextEncoder(model.Vocabulary, model.Embeddings);
        var result = new Evaluation(0, 0, 0, 0, 0, 0, 0, 0);
        foreach (var text in texts)
        {
            var encoded = encoder.Encode(text.Text);
            if (encoded.Length == 0)
                continue;
            var logit = model.Weights.Logit(encoded.Rows, encoded.Length);
            result = new Evaluation(
                result.Count + 1, result.Correct + (logit > 0 == text.IsPositive ? 1 : 0),
                result.Tokens + encoded.Length, result.Unknown + encoded.UnknownCount,
                result.Truncated + (encoded.TruncatedTokens > 0 ? 1 : 0),
                Math.Max(result.MaxScore, MaxScoreOf(model, encoded)), Math.Max(result.MaxLogit, Math.Abs(logit)),
                result.NearZero + (Math.Abs(logit) < 0.01 ? 1 : 0));
        }

        return result;
    }

    private static double MaxScoreOf(ModelFolder model, EncodedText encoded)
    {
        var largest = 0.0;
        for (var t = 0; t < encoded.Length; t++)
            for (var h = 0; h < model.Weights.HeadCount; h++)
            {
                var query = model.Weights.Query(h);
                var score = model.Weights.Offsets[h];
                for (var j = 0; j < query.Length; j++)
                    score += encoded.Rows[t, j] * query[j];
                largest = Math.Max(largest, Math.Abs(score));
            }

        return largest;
    }
}
