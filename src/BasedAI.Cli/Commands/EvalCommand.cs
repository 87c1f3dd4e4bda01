using System.CommandLine;
using System.Globalization;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based eval</c>: accuracy over a file of labelled texts, every one of them encrypted.</summary>
internal static class EvalCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "GLUE table (header sentence<TAB>label), or lines 'label text' with label 0, 1, negative or positive." };
        var (brain, node, json) = (CommonOptions.Brain(), CommonOptions.Node(), CommonOptions.Json());
        node.Description = $"Address of the node. Default: {NodeAddress.Variable}, else a network of its own for this run.";
        var limit = CommonOptions.Number("--limit", "Texts to take from the top of the file.", int.MaxValue, 1, int.MaxValue);
        limit.DefaultValueFactory = _ => int.MaxValue;
        var parallel = CommonOptions.Number("--parallel", "Texts in flight.", 2, 1, 64);
        var validators = CommonOptions.Number("--validators", "Validators that must find the same bytes, 0 to 8.", 0, 0, 8);
        var command = new CliCommand(
            "eval",
            "Encrypts and asks about every text of a file, and compares with the labels and with the model in the clear.",
            """
            based eval dev.tsv --limit 50
            based eval dev.tsv --brain 0 --parallel 4 --node http://127.0.0.1:5080 --json
            """)
        {
            file, brain, node, limit, parallel, validators, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            context,
            EvaluationFile.Read(parsed.GetValue(file)!, parsed.GetValue(limit)),
            NodeAddress.Named(context, parsed.GetValue(node)),
            new BrainId(parsed.GetValue(brain)),
            (parsed.GetValue(parallel), parsed.GetValue(validators), parsed.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, IReadOnlyList<LabelledText> texts, Uri? node, BrainId id, (int Parallel, int Validators, bool Json) choices, CancellationToken cancellationToken)
    {
        var result = await ProgressDisplay.RunAsync(context, choices.Json, async display =>
        {
            display.Now("starting a network of 3 miners and 2 validators");
            await using var network = node is null ? await EmbeddedNetwork.StartAsync(context, cancellationToken) : null;
            using var client = ClientFactory.Create(context, node ?? network!.Url);
            display.Line("node", client.Node.GetLeftPart(UriPartial.Authority));
            var brain = await BrainClient.OpenAsync(client, id, cancellationToken);
            using var keys = ClientKeyRing.Generate(brain.Requirements);
            var sent = await brain.UploadKeysAsync(keys, cancellationToken);
            display.Line("keys", $"{Amounts.Bytes(sent)} of evaluation keys sent once");
            var plain = await PlainSentiment.LoadAsync(brain, cancellationToken);
            var progress = new CountProgress(display, texts.Count);
            return await new EvaluationRun(brain, keys, plain, choices.Validators).RunAsync(texts, choices.Parallel, progress.Report, cancellationToken);
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
        Rows.Write(context, $"{result.Count} encrypted texts", rows);
    }
}
