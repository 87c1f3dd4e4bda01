using System.Diagnostics;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary>What <c>ask</c> and <c>demo</c> share: from a text to a report.</summary>
internal static class AskRunner
{
    public static async Task<AskReport> RunAsync(
        CliContext context, ProgressDisplay display, BasedClient client, BrainId id, string text, ClientKeyRing? given, InferenceOptions options, CancellationToken cancellationToken)
    {
        display.Now("fetching the model's public files");
        var brain = await BrainClient.OpenAsync(client, id, cancellationToken);
        var encoded = PromptText.Encode(context, brain, text);
        display.Line("model", $"{ShownText.OneLine(brain.Manifest.Name, 40)}, Brain {id}, {encoded.Length} of at most {brain.Manifest.Input.MaxTokens} words and signs used");
        display.Now("making keys");
        var began = Stopwatch.GetTimestamp();
        var made = given is null ? ClientKeyRing.Generate(brain.Requirements) : null;
        try
        {
            var keys = given ?? made!;
            var keyTime = made is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(began);
            var count = keys.Request.Galois.Length + (keys.Request.RelinearizationLevel is null ? 0 : 1);
            display.Line("keys", made is null
                ? $"{count} evaluation keys from the key file; the secret stays here"
                : $"{count} evaluation keys, {Amounts.Bytes(keys.EvaluationKeyBytes.Length)}, in {Amounts.Time(keyTime)}; the secret stays here");
            var answer = await brain.AskAsync(encoded, keys, options, new AskProgress(display), cancellationToken);
            var plain = await PlainSentiment.LoadAsync(brain, cancellationToken);
            return new AskReport(text, encoded, answer, brain.Requirements, plain?.Invoke(encoded.Rows, encoded.Length), keyTime);
        }
        finally
        {
            made?.Dispose();
        }
    }

    public static void Write(CliContext context, AskReport report, bool json)
    {
        if (json) JsonOutput.Write(context, report.ToJson());
        else report.Write(context);
    }
}
