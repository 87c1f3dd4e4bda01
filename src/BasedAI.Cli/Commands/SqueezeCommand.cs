using System.CommandLine;
using System.Globalization;

namespace BasedAI.Cli;

/// <summary><c>based squeeze</c>: from a trained model to a plan, with what every pass saved.</summary>
internal static class SqueezeCommand
{
    public static Command Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model's folder (config.json, model.safetensors), or the name of a shipped one." };
        var explain = new Option<bool>("--explain") { Description = "Show the table, pass by pass." };
        var plan = new Option<string?>("--plan") { Description = "fast: the client sends shifted copies. lean: the smallest upload. Default: what --uplink favours, or fast.", HelpName = "NAME" };
        plan.AcceptOnlyFromAmong(["fast", "lean"]);
        var uplink = new Option<string?>("--uplink") { Description = "A user's uplink, e.g. 20Mbit; the plan whose upload and evaluation together take least is made.", HelpName = "RATE" };
        var output = new Option<string?>("--out") { Description = "Write the plan to this file.", HelpName = "FILE" };
        var pack = new Option<bool>("--pack") { Description = "Write the plans (or the one --plan names) and model.json into the folder, ready for a node to serve. Needs card.json." };
        var dump = new Option<string?>("--dump-passes") { Description = "Write layers, schedule and circuit after each pass into this folder.", HelpName = "DIR" };
        var data = new Option<string?>("--data") { Description = "Labelled texts: accuracy beside each pass, and heads pruned by their entropy on them.", HelpName = "FILE" };
        var limit = CommonOptions.Number("--limit", "Texts of --data to use.", 872, 1, 1_000_000);
        var without = new Option<string[]>("--without") { Description = "Leave a pass out; may be repeated.", HelpName = "PASS", AllowMultipleArgumentsPerToken = false };
        var diagonals = CommonOptions.Number("--diagonals", "Diagonals of each block that stay.", 16, 1, 4096);
        var heads = CommonOptions.Number("--heads", "Attention heads that stay.", 1, 1, 64);
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "squeeze",
            "Compiles a trained model to a plan for ciphertexts (Cerberus Squeezing), and shows what each pass saves.",
            """
            based squeeze sentiment --explain
            based squeeze sentiment --uplink 20Mbit --out plan.bin
            based squeeze silo/models/sentiment --pack
            based squeeze my-model --without pack-scores --explain --dump-passes passes
            """)
        {
            model, explain, plan, uplink, output, pack, dump, data, limit, without, diagonals, heads, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(context, new SqueezeRequest
        {
            Model = parsed.GetRequiredValue(model),
            Explain = parsed.GetValue(explain),
            Plan = parsed.GetValue(plan),
            UplinkBitsPerSecond = parsed.GetValue(uplink) is { } rate ? LinkRate.Parse(rate) : null,
            Output = parsed.GetValue(output),
            Pack = parsed.GetValue(pack),
            Dump = parsed.GetValue(dump),
            Data = parsed.GetValue(data),
            Limit = parsed.GetValue(limit),
            Without = parsed.GetValue(without) ?? [],
            Diagonals = parsed.GetValue(diagonals),
            Heads = parsed.GetValue(heads),
            Json = parsed.GetValue(json),
        }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, SqueezeRequest request, CancellationToken cancellationToken)
    {
        var result = await ProgressDisplay.RunAsync(context, request.Json, display => Task.Run(() => SqueezeRun.Execute(context, request, display, cancellationToken), cancellationToken));
        if (request.Json) JsonOutput.Write(context, result);
        else Write(context, request, result);
        return ExitCodes.Success;
    }

    private static void Write(CliContext context, SqueezeRequest request, SqueezeJson result)
    {
        var output = context.Out;
        if (request.Explain)
        {
            output.WriteLine();
            output.WriteLine($"{result.Model}, plan {result.Plan}");
            SqueezeTable.Write(output, result.Passes);
            output.WriteLine();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  exact passes alone: {result.Exact.KeySwitchRatio:F1} times fewer key switches, {result.Exact.NttRatio:F1} times fewer transforms; all passes: {result.Passes[^1].KeySwitchRatio:F1} and {result.Passes[^1].NttRatio:F1} times"));
        }
        output.WriteLine();
        foreach (var offer in result.Offers)
        {
            string chosen = offer.Name == result.Plan ? "*" : " ";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {chosen} {offer.Name,-5} {offer.KeySwitches,4} key switches, about {offer.EvaluateMilliseconds:F0} ms; a text sends {Amounts.Bytes(offer.UploadBytes)}, keys once {Amounts.Bytes(offer.KeyBytes)}{(offer.UploadMilliseconds is { } ms ? $"; {Amounts.Milliseconds(ms)} on this uplink" : "")}"));
        }
        if (result.File is { } file) output.WriteLine($"\n  {file}: plan {result.PlanId}, {Amounts.Bytes(result.PlanBytes ?? 0)}");
    }
}
