using System.Globalization;
using BasedAI.Client;
using BasedAI.Client.Text;

namespace BasedAI.Cli;

/// <summary>An answer, ready to be shown: as a panel or lines, or as the JSON object that scripts read.</summary>
internal sealed record AskReport(Question Question, EncodedInput Input, InferenceAnswer Answer, BrainClient Brain, AnswerValues? Plain)
{
    private ModelRequirements Model => Brain.Requirements;

    private EncodedText? Encoded => Input as EncodedText;

    public double? MaxLogitError => Plain is { } plain ? Answer.Values.DistanceTo(plain) : null;

    public AskJson ToJson() => new(
        Encoded is null ? null : Question.Text,
        Answer.Label,
        Answer.Probability,
        Plain?.Probability,
        MaxLogitError,
        Encoded?.Length,
        Encoded?.UnknownCount,
        PlanText.ToJson(Answer.Choice.Plan.Parameters),
        new BytesJson(Answer.Bytes.Keys, Answer.Bytes.Input, Answer.Bytes.Result),
        new MillisecondsJson(
            Rounded(Answer.Times.KeyGeneration), Rounded(Answer.Times.Encrypt), Rounded(Answer.Times.Upload), Rounded(Answer.Times.Evaluate), Rounded(Answer.Times.Verify),
            Rounded(Answer.Times.Total)),
        Answer.Miner,
        Answer.Validators,
        Answer.IsVerified,
        Brain.Manifest.Name,
        PlanText.ToJson(Answer.Choice),
        PlanText.Probabilities(Answer.Values, Model),
        PlanText.Vector(Answer.Values));

    public void Write(CliContext context)
    {
        var rows = new List<(string, string)> { ("answer", PlanText.Answer(Answer.Values)) };
        if (PlanText.NextClasses(Answer.Values, Model) is { } next) rows.Add(("then", next));
        if (Plain is { } plain)
        {
            rows.Add(("in the clear", string.Create(CultureInfo.InvariantCulture,
                $"{PlanText.Answer(plain)}; the {(plain.Class is null ? "numbers" : "logits")} differ by {MaxLogitError:0.0e+0}")));
        }

        if (Encoded is { UnknownCount: > 0 } encoded) rows.Add(("unknown", $"{encoded.UnknownCount} of {encoded.Length} words are not in the vocabulary"));
        rows.Add(("verified", Verdict()));
        rows.Add(("plan", $"{Answer.Choice.Plan.Name}: {Answer.Choice.Reason}"));
        rows.Add(("bytes", $"keys {Amounts.Bytes(Answer.Bytes.Keys)}, input {Amounts.Bytes(Answer.Bytes.Input)}, result {Amounts.Bytes(Answer.Bytes.Result)}"));
        rows.Add(("time", (Answer.Times.KeyGeneration > TimeSpan.Zero ? $"keys {Amounts.Time(Answer.Times.KeyGeneration)}, " : "")
            + $"encrypt {Amounts.Time(Answer.Times.Encrypt)}, upload {Amounts.Time(Answer.Times.Upload)}, "
            + $"evaluate {Amounts.Time(Answer.Times.Evaluate)}, verify {Amounts.Time(Answer.Times.Verify)}, in all {Amounts.Time(Answer.Times.Total)}"));
        rows.Add(("parameters", PlanText.Parameters(Answer.Choice.Plan)));
        rows.Add(("miner saw", $"ciphertexts and evaluation keys: no {(Encoded is null ? "number" : "word")}, no answer{(Encoded is null ? "" : ", not even the length")}"));
        rows.Add(("validators", "saw the same and the encrypted result, and compared bytes"));
        rows.Add(("gateway saw", "who sent how many bytes, and when; it holds ciphertexts only"));
        Rows.Write(context, Encoded is null && Question is DemoQuestion ? "the record of all means" : Question.Title, rows);
    }

    private string Verdict() => Answer switch
    {
        { IsVerified: true } => $"{Amounts.Names(Answer.Validators)} found the same bytes as {Answer.Miner}",
        { Validators.Count: 0 } => $"no validator was asked; trust {Answer.Miner} or ask with --validators 2",
        _ => $"not as asked: only {Amounts.Names(Answer.Validators)} found the same bytes as {Answer.Miner}",
    };

    private static double Rounded(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
