using System.CommandLine;
using System.Globalization;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based eval</c>: accuracy over a file of labelled texts or records, every one of them encrypted.</summary>
internal static class EvalCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Table of texts (header sentence<TAB>label), or lines 'label text', the label a class's number or name; or a .csv of records with a column label.",
        };
        var (brain, plan, node, json) = (CommonOptions.Brain(), CommonOptions.Plan(), CommonOptions.Node(), CommonOptions.Json());
        node.Description = $"Address of the node. Default: {NodeAddress.Variable}, else a network of its own for this run.";
        var limit = CommonOptions.Number("--limit", "Questions to take from the top of the file.", int.MaxValue, 1, int.MaxValue);
        limit.DefaultValueFactory = _ => int.MaxValue;
        var parallel = CommonOptions.Number("--parallel", "Questions in flight.", 2, 1, 64);
        var validators = CommonOptions.Number("--validators", "Validators that must find the same bytes, 0 to 8.", 0, 0, 8);
        var command = new CliCommand(
            "eval",
            "Encrypts and asks about every text or record of a file, and compares with the labels and with the model in the clear.",
            """
            based eval dev.tsv --limit 50
            based eval dev.tsv --brain 0 --parallel 4 --node http://127.0.0.1:5080 --json
            based eval tumours.csv --brain 4 --plan default
            """)
        {
            file, brain, plan, node, limit, parallel, validators, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            context,
            EvaluationSet.Read(context, parsed.GetValue(file)!, parsed.GetValue(limit)),
            NodeAddress.Named(context, parsed.GetValue(node)),
            new BrainId(parsed.GetValue(brain)),
            (parsed.GetValue(plan), parsed.GetValue(parallel), parsed.GetValue(validators), parsed.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, EvaluationSet set, Uri? node, BrainId id, (string? Plan, int Parallel, int Validators, bool Json) choices, CancellationToken cancellationToken)
    {
        var result = await ProgressDisplay.RunAsync(context, choices.Json, async display =>
        {
            display.Now("starting a network of 3 miners and 2 validators");
            await using var network = node is null ? await EmbeddedNetwork.StartAsync(context, id, cancellationToken) : null;
            using var client = ClientFactory.Create(context, node ?? network!.Url);
            display.Line("node", client.Node.GetLeftPart(UriPartial.Authority));
            var brain = await BrainClient.OpenAsync(client, id, cancellationToken);
            var inputs = set.For(brain);
            using var keys = new ClientKeyRing();
            var choice = await brain.ChoosePlanAsync(keys, choices.Plan, cancellationToken);
            display.Line("plan", $"{choice.Plan.Name}: {choice.Reason}");
            display.Now("making and sending keys");
            var sent = await brain.UploadKeysAsync(keys, choice.Plan, cancellationToken);
            display.Line("keys", $"{Amounts.Bytes(sent)} of evaluation keys sent once");
            var plain = await PlainModels.LoadAsync(brain, cancellationToken);
            var progress = new CountProgress(display, inputs.Count);
            return await new EvaluationRun(brain, keys, choice, plain, choices.Validators).RunAsync(inputs, choices.Parallel, progress.Report, cancellationToken);
        });
        if (choices.Json) JsonOutput.Write(context, result);
        else Write(context, result);
        return ExitCodes.Success;
    }

    private static void Write(CliContext context, EvalJson result)
    {
        var rows = new List<(string, string)> { ("encrypted", $"{result.Correct} of {result.Count} right, accuracy {Amounts.Percent(result.Accuracy)}") };
        if (result.PlainAccuracy is { } plain)
        {
            rows.Add(("in the clear", $"accuracy {Amounts.Percent(plain)}"));
            rows.Add(("agreement", string.Create(CultureInfo.InvariantCulture, $"{Amounts.Percent(result.Agreement!.Value)} same label; logits differ by at most {result.MaxLogitError:0.0e+0}")));
        }

        rows.Add(("evaluate", $"mean {Amounts.Milliseconds(result.MeanEvaluateMs)}, 95th percentile {Amounts.Milliseconds(result.P95EvaluateMs)}"));
        rows.Add(("wall time", Amounts.Milliseconds(result.WallSeconds * 1000)));
        rows.Add(("plan", result.Plan.Name));
        Rows.Write(context, $"{result.Count} encrypted questions", rows);
    }
}
