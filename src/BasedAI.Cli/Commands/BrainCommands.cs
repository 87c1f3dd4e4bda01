using System.CommandLine;
using System.Globalization;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based brain list</c> and <c>based brain show</c>.</summary>
internal static class BrainCommands
{
    public static Command Create(CliContext context) => new CliCommand(
        "brain",
        "What the network offers: its Brains, and the model each serves.",
        """
        based brain list
        based brain show 0
        """)
    {
        CreateList(context),
        CreateShow(context),
    };

    private static CliCommand CreateList(CliContext context)
    {
        var (node, json) = (CommonOptions.Node(), CommonOptions.Json());
        var command = new CliCommand("list", "Lists the opened Brains.", "based brain list\nbased brain list --json --node http://10.0.0.5:5080") { node, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = ClientFactory.Create(context, NodeAddress.Of(context, parsed.GetValue(node)));
            var brains = await client.ListBrainsAsync(cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(context, new BrainsJson([.. brains.Select(brain => JsonOutput.Of(brain, ProtocolJson.Default.BrainSummary))]));
            else Rows.Write(context, $"Brains of {client.Node.GetLeftPart(UriPartial.Authority)}", [.. brains.Select(brain => ($"Brain {brain.Id}", Describe(brain)))]);
            return ExitCodes.Success;
        });
        return command;
    }

    private static CliCommand CreateShow(CliContext context)
    {
        var id = new Argument<string>("ID") { Description = "The Brain, 0 to 1023." };
        var (node, json) = (CommonOptions.Node(), CommonOptions.Json());
        var command = new CliCommand(
            "show", "Shows a Brain and the card of its model: what it is, how good, what it is not.", "based brain show 0\nbased brain show 0 --json") { id, node, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!BrainId.TryParse(parsed.GetValue(id), out var brainId))
                throw CliException.BadInput($"'{ShownText.OneLine(parsed.GetValue(id) ?? "", 40)}' is no Brain; an id is a number from 0 to {BrainId.Count - 1}.");
            using var client = ClientFactory.Create(context, NodeAddress.Of(context, parsed.GetValue(node)));
            var brain = await client.GetBrainAsync(brainId, cancellationToken);
            var model = brain.Model is null ? null : await client.GetModelAsync(brainId, cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(context, new BrainJson(
                JsonOutput.Of(brain, ProtocolJson.Default.BrainSummary), model is null ? null : JsonOutput.Of(model, ProtocolJson.Default.ModelManifest)));
            else Rows.Write(context, $"Brain {brainId}: {ShownText.OneLine(brain.Name, 40)}", [.. Facts(brain, model)]);
            return ExitCodes.Success;
        });
        return command;
    }

    private static string Describe(BrainSummary brain)
        => $"{ShownText.OneLine(brain.Name, 40)}: {(brain.Model is { } model ? $"model {ShownText.OneLine(model, 40)} ({ShownText.OneLine(string.Join(", ", brain.Plans.Take(8)), 80)})" : "no model yet")}, {Plural(brain.Miners, "miner")}, "
            + $"{Plural(brain.Validators, "validator")}, {brain.ActiveJobs} jobs running, {brain.CompletedJobs} completed";

    private static IEnumerable<(string, string)> Facts(BrainSummary brain, ModelManifest? model)
    {
        yield return ("members", $"{Plural(brain.Miners, "miner")}, {Plural(brain.Validators, "validator")}");
        yield return ("jobs", $"{brain.ActiveJobs} running, {brain.CompletedJobs} completed");
        if (model is null)
        {
            yield return ("model", "none yet");
            yield break;
        }

        var card = model.Card;
        yield return ("model", $"{ShownText.OneLine(model.Name, 40)}. {ShownText.OneLine(model.Description, 400)}");
        yield return ("asks for", model.Input.Features is { } features
            ? $"a record: {ShownText.OneLine(string.Join(", ", features.Take(64).Select(feature => feature.Name)), 1000)}"
            : $"a text of at most {model.Input.MaxTokens} words and signs");
        yield return ("answers", model.Labels.Count > 0
            ? ShownText.OneLine(string.Join(" or ", model.Labels.Take(64)), 1000)
            : "a vector");
        yield return ("accuracy", string.Create(CultureInfo.InvariantCulture,
            $"{100 * card.Accuracy.Shipped:0.0} % on {card.Accuracy.Examples} examples ({ShownText.OneLine(card.Accuracy.Dataset, 200)}); over {card.Accuracy.Seeds.Count} trainings "
            + $"{100 * card.Accuracy.Mean:0.0} ± {100 * card.Accuracy.StandardDeviation:0.0} %"));
        foreach (var fact in Judge(model)) yield return fact;
        foreach (var limit in card.Limits.Take(12)) yield return ("limit", ShownText.OneLine(limit, 400));
        foreach (var promise in card.NotPromised.Take(12)) yield return ("no promise", ShownText.OneLine(promise, 400));
    }

    /// <summary>The plans as this client rebuilt them, or why it refuses the model.</summary>
    private static List<(string, string)> Judge(ModelManifest model)
    {
        try
        {
            var facts = new List<(string, string)>();
            foreach (var plan in ModelRequirements.Of(model).Plans)
            {
                facts.Add(("plan", $"{plan.Name}: {PlanText.Cost(plan)}"));
                facts.Add(("", $"{PlanText.Parameters(plan)}, rebuilt and confirmed here"));
                facts.Add(("", $"id {plan.PlanId[..32]}…"));
            }

            return facts;
        }
        catch (UnsupportedModelException exception)
        {
            return [("check", exception.Message)];
        }
    }

    private static string Plural(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
