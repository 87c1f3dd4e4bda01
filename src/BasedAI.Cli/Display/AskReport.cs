using System.Globalization;
using BasedAI.Client;
using BasedAI.Client.Text;

namespace BasedAI.Cli;

/// <summary>An answer, ready to be shown: as a panel or lines, or as the JSON object that scripts read.</summary>
internal sealed record AskReport(string Text, EncodedText Encoded, InferenceAnswer Answer, ModelRequirements Model, double? PlainLogit, TimeSpan KeyGeneration)
{
    private const int ShownLength = 60;

    public double Probability => Sigmoid(Answer.RawLogit);

    public double? MaxLogitError => PlainLogit is { } plain ? Math.Abs(Answer.RawLogit - plain) : null;

    public AskJson ToJson() => new(
        Text,
        Answer.Label,
        Math.Round(Probability, 6),
        PlainLogit is { } plain ? Math.Round(Sigmoid(plain), 6) : null,
        MaxLogitError,
        Encoded.Length,
        Encoded.UnknownCount,
        new ParametersJson(Model.Parameters.N, Math.Round(Model.Parameters.LogQP, 2), (int)Model.Parameters.Security),
        new BytesJson(Answer.Bytes.Keys, Answer.Bytes.Input, Answer.Bytes.Result),
        new MillisecondsJson(
            Rounded(KeyGeneration), Rounded(Answer.Times.Encrypt), Rounded(Answer.Times.Upload), Rounded(Answer.Times.Evaluate), Rounded(Answer.Times.Verify),
            Rounded(KeyGeneration + Answer.Times.Total)),
        Answer.Miner,
        Answer.Validators,
        Answer.IsVerified);

    public void Write(CliContext context)
    {
        var rows = new List<(string, string)> { ("answer", $"{Answer.Label}, probability {Amounts.Percent(OfLabel(Probability))}") };
        if (PlainLogit is { } plain)
        {
            var label = Model.Labels[plain > 0 ? 1 : 0];
            var probability = Sigmoid(plain);
            rows.Add(("in the clear", string.Create(CultureInfo.InvariantCulture,
                $"{label}, probability {Amounts.Percent(plain > 0 ? probability : 1 - probability)}; the logits differ by {MaxLogitError:0.0e+0}")));
        }

        if (Encoded.UnknownCount > 0) rows.Add(("unknown", $"{Encoded.UnknownCount} of {Encoded.Length} words are not in the vocabulary"));
        rows.Add(("verified", Verdict()));
        rows.Add(("bytes", $"keys {Amounts.Bytes(Answer.Bytes.Keys)}, input {Amounts.Bytes(Answer.Bytes.Input)}, result {Amounts.Bytes(Answer.Bytes.Result)}"));
        rows.Add(("time", (KeyGeneration > TimeSpan.Zero ? $"keys {Amounts.Time(KeyGeneration)}, " : "")
            + $"encrypt {Amounts.Time(Answer.Times.Encrypt)}, upload {Amounts.Time(Answer.Times.Upload)}, "
            + $"evaluate {Amounts.Time(Answer.Times.Evaluate)}, verify {Amounts.Time(Answer.Times.Verify)}, in all {Amounts.Time(KeyGeneration + Answer.Times.Total)}"));
        rows.Add(("parameters", string.Create(CultureInfo.InvariantCulture,
            $"CKKS, N = {Model.Parameters.N}, log QP = {Model.Parameters.LogQP:0}, {(int)Model.Parameters.Security} bits of security")));
        rows.Add(("miner saw", "ciphertexts and evaluation keys: no word, no answer, not even the length"));
        rows.Add(("validators", "saw the same and the encrypted result, and compared bytes"));
        rows.Add(("gateway saw", "who sent how many bytes, and when; it holds ciphertexts only"));
        Rows.Write(context, Title(), rows);
    }

    private string Verdict() => Answer switch
    {
        { IsVerified: true } => $"{Amounts.Names(Answer.Validators)} found the same bytes as {Answer.Miner}",
        { Validators.Count: 0 } => $"no validator was asked; trust {Answer.Miner} or ask with --validators 2",
        _ => $"not as asked: only {Amounts.Names(Answer.Validators)} found the same bytes as {Answer.Miner}",
    };

    private double OfLabel(double probability) => Answer.Label == Model.Labels[1] ? probability : 1 - probability;

    private string Title()
    {
        var shown = ShownText.OneLine(Text, ShownLength);
        return $"“{shown}”";
    }

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private static double Rounded(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
