using System.CommandLine;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based job show</c> and <c>based job watch</c>.</summary>
internal static class JobCommands
{
    public static Command Create(CliContext context) => new CliCommand(
        "job",
        "Jobs by their id, also after a node or this program was restarted.",
        """
        based job show 0123456789abcdef0123456789abcdef
        based job watch 0123456789abcdef0123456789abcdef --keys me.keys
        """)
    {
        Create(context, "show", "Shows where a job stands.", isWatch: false),
        Create(context, "watch", "Follows a job until it ends.", isWatch: true),
    };

    private static CliCommand Create(CliContext context, string name, string description, bool isWatch)
    {
        var id = CommonOptions.Job();
        var (node, passphrase, json) = (CommonOptions.Node(), CommonOptions.PassphraseVariable(), CommonOptions.Json());
        var keys = CommonOptions.Keys();
        keys.Description = "Key file the job was asked with: decrypts the answer once it is there.";
        var tokens = CommonOptions.Number("--tokens", "With --keys: words and signs of the text, as ask counted them. No job knows it.", 0, 1, 4096);
        tokens.DefaultValueFactory = _ => 0;
        var command = new CliCommand(name, description, $"based job {name} ID\nbased job {name} ID --keys me.keys --json") { id, node, keys, passphrase, tokens, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!JobId.TryParse(parsed.GetValue(id), out var job))
                throw CliException.BadInput($"'{ShownText.OneLine(parsed.GetValue(id) ?? "", 40)}' is no job; an id is 32 hexadecimal digits, not all zero.");
            using var client = ClientFactory.Create(context, NodeAddress.Of(context, parsed.GetValue(node)));
            using var ring = parsed.GetValue(keys) is { } path ? Passphrase.Open(context, path, parsed.GetValue(passphrase)) : null;
            var status = await ProgressDisplay.RunAsync(context, parsed.GetValue(json) || !isWatch, display => FollowAsync(client, job, isWatch, display, cancellationToken));
            var read = ring is null || status.Phase != JobPhase.Completed ? null : await ReadAsync(client, status, ring, parsed.GetValue(tokens), cancellationToken);
            Write(context, status, read, parsed.GetValue(json));
            return isWatch && status.Phase != JobPhase.Completed ? ExitCodes.Refused : ExitCodes.Success;
        });
        return command;
    }

    private static async Task<JobStatus> FollowAsync(BasedClient client, JobId job, bool isWatch, ProgressDisplay display, CancellationToken cancellationToken)
    {
        if (!isWatch) return await client.GetJobAsync(job, cancellationToken);
        var progress = new AskProgress(display);
        JobStatus? last = null;
        await foreach (var status in client.WatchAsync(job, cancellationToken))
        {
            last = status;
            progress.Report(status);
        }

        return last!;
    }

    private static async Task<ReadAnswer> ReadAsync(BasedClient client, JobStatus status, ClientKeyRing ring, int tokens, CancellationToken cancellationToken)
    {
        var brain = await BrainClient.OpenAsync(client, status.Brain, cancellationToken);
        if (brain.Requirements.IsPerToken && tokens == 0)
        {
            throw CliException.BadInput(
                "The model's answer is a sum over the words of the text, and no job knows how many there were: give --tokens N, the number that ask showed.");
        }

        return new ReadAnswer(brain.Requirements, await brain.ReadAnswerAsync(status, ring, tokens == 0 ? null : tokens, cancellationToken));
    }

    private static void Write(CliContext context, JobStatus status, ReadAnswer? read, bool json)
    {
        var values = read?.Answer.Values;
        if (json)
        {
            JsonOutput.Write(context, new JobJson(
                JsonOutput.Of(status, ProtocolJson.Default.JobStatus),
                values?.Label,
                values?.Probability,
                read is null ? null : PlanText.Probabilities(read.Answer.Values, read.Model),
                read is null ? null : PlanText.Vector(read.Answer.Values)));
            return;
        }

        var rows = new List<(string, string)> { ("phase", status.Phase.ToString()) };
        if (values is not null) rows.Insert(0, ("answer", PlanText.Answer(values)));
        rows.Add(("brain", status.Brain.ToString()));
        if (status.PlanId is { } plan) rows.Add(("plan", ShownText.OneLine(plan, 32)));
        if (status.Miner is { } miner) rows.Add(("miner", $"{ShownText.OneLine(miner, 64)}, attempt {status.Attempt}, step {status.Step} of {status.StepCount}"));
        foreach (var verdict in status.Verdicts.Take(8)) rows.Add(("validator", $"{ShownText.OneLine(verdict.Validator, 64)} {(verdict.Agrees ? "agrees" : "disagrees")}"));
        if (status.Result is { } result) rows.Add(("result", $"{Amounts.Bytes(result.Length)}, encrypted"));
        if (status.Error is { } error) rows.Add(("reason", $"{ShownText.OneLine(error.Code, 64)}: {ShownText.OneLine(error.Message, 600)}"));
        rows.Add(("submitted", status.SubmittedAt.ToString("u", System.Globalization.CultureInfo.InvariantCulture)));
        if (status.EndedAt is { } ended) rows.Add(("ended", $"after {Amounts.Time(ended - status.SubmittedAt)}"));
        Rows.Write(context, $"Job {status.Id}", rows);
    }

    private sealed record ReadAnswer(ModelRequirements Model, InferenceAnswer Answer);
}
