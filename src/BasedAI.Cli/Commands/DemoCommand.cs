using System.CommandLine;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based demo</c>: a whole network in a temporary folder, one encrypted question to its Brain 0, and everything cleaned up.</summary>
internal static class DemoCommand
{
    private const string DefaultText = "a gripping, beautifully acted film that stays with you long after the lights come up.";

    public static Command Create(CliContext context)
    {
        var text = CommonOptions.Text();
        text.Description = "The sentence to judge. Default: one about a film.";
        var json = CommonOptions.Json();
        var (validators, plan) = (CommonOptions.Validators(), CommonOptions.Plan());
        var command = new CliCommand(
            "demo",
            "Starts a network of 3 miners and 2 validators on this machine, asks its Brain 0 about an encrypted sentence, shows who could see what, and stops it again.",
            """
            based demo
            based demo "what a waste of two hours"
            based demo --json "a small, quiet triumph" | jq .label
            """)
        {
            text, plan, validators, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            context,
            parsed.GetValue(text) is { } given ? new TextQuestion(PromptText.Read(context, given)) : new DemoQuestion(DefaultText),
            new InferenceOptions { Validators = parsed.GetValue(validators), Plan = parsed.GetValue(plan) },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, Question question, InferenceOptions options, bool json, CancellationToken cancellationToken)
    {
        var report = await ProgressDisplay.RunAsync(context, json, async display =>
        {
            display.Now("starting a network of 3 miners and 2 validators");
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            await using var network = await EmbeddedNetwork.StartAsync(context, new BrainId(0), cancellationToken);
            display.Line("network", $"3 miners, 2 validators at {network.Url.GetLeftPart(UriPartial.Authority)}, ready in {Amounts.Time(System.Diagnostics.Stopwatch.GetElapsedTime(began))}");
            using var client = ClientFactory.Create(context, network.Url);
            var answered = await AskRunner.RunAsync(context, display, client, new BrainId(0), question, null, options, cancellationToken);
            display.Now("stopping the network");
            return answered;
        });
        AskRunner.Write(context, report, json);
        return ExitCodes.Success;
    }
}
