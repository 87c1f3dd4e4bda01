using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary>What <c>ask</c> and <c>demo</c> share: from a question to a report.</summary>
internal static class AskRunner
{
    public static async Task<AskReport> RunAsync(
        CliContext context, ProgressDisplay display, BasedClient client, BrainId id, Question question, ClientKeyRing? given, InferenceOptions options,
        CancellationToken cancellationToken)
    {
        display.Now("fetching the model's public files");
        var brain = await BrainClient.OpenAsync(client, id, cancellationToken);
        var encoded = question.Encode(context, brain);
        display.Line("model", $"{ShownText.OneLine(brain.Manifest.Name, 40)}, Brain {id}, {UsedOf(brain.Requirements, encoded)}");
        using var made = given is null ? new ClientKeyRing() : null;
        var keys = given ?? made!;
        var answer = await brain.AskAsync(encoded, keys, options, new AskProgress(display, keys), cancellationToken);
        var plain = await PlainModels.LoadAsync(brain, cancellationToken);
        return new AskReport(
            question, encoded, answer, brain, plain is null ? null : AnswerValues.Read(brain.Requirements, plain.Evaluate(encoded.Rows, encoded.Length)));
    }

    public static void Write(CliContext context, AskReport report, bool json)
    {
        if (json) JsonOutput.Write(context, report.ToJson());
        else report.Write(context);
    }

    private static string UsedOf(ModelRequirements model, EncodedInput encoded) => model.Text is { } text
        ? $"{encoded.Length} of at most {text.MaxTokens} words and signs used"
        : $"a record of {model.Record!.Features.Length} numbers";
}
