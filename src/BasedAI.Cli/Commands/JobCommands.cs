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
        var command = new CliCommand(name, description, $"based job {name} ID\nbased job {name} ID --keys me.keys --json") { id, node, keys, passphrase, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!JobId.TryParse(parsed.GetValue(id), out var job))
                throw CliException.BadInput($"'{ShownText.OneLine(parsed.GetValue(id) ?? "", 40)}' is no job; an id is 32 hexadecimal digits, not all zero.");
            using var client = ClientFactory.Create(context, NodeAddress.Of(context, parsed.GetValue(node)));
            using var ring = parsed.GetValue(keys) is { } path ? Passphrase.Open(context, path, parsed.GetValue(passphrase)) : null;
            var status = await ProgressDisplay.RunAsync(context, parsed.GetValue(json) || !isWatch, display => FollowAsync(client, job, isWatch, display, cancellationToken));
            var answer = ring is null || status.Phase != JobPhase.Completed ? null : await ReadAsync(client, status, ring, cancellationToken);
            Write(context, status, answer, parsed.GetValue(json));
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

    private static async Task<InferenceAnswer> ReadAsync(BasedClient client, JobStatus status, ClientKeyRing ring, CancellationToken cancellationToken)
    {
        var brain = await BrainClient.OpenAsync(client, status.Brain, cancellationToken);
        return await brain.ReadAnswerAsync(status, ring, cancellationToken);
    }

    private static void Write(CliContext context, JobStatus status, InferenceAnswer? answer, bool json)
    {
        if (json)
        {
            JsonOutput.Write(context, new JobJson(JsonOutput.Of(status, ProtocolJson.Default.JobStatus), answer?.Label, answer?.Probability));
            return;
        }

        var rows = new List<(string, string)> { ("phase", status.Phase.ToString()) };
        if (answer is not null) rows.Insert(0, ("answer", $"{answer.Label}, probability of {answer.Label} {Amounts.Percent(answer.Probability >= 0.5 ? answer.Probability : 1 - answer.Probability)}"));
        rows.Add(("brain", status.Brain.ToString()));
        if (status.Miner is { } miner) rows.Add(("miner", $"{ShownText.OneLine(miner, 64)}, attempt {status.Attempt}, step {status.Step} of {status.StepCount}"));
        foreach (var verdict in status.Verdicts.Take(8)) rows.Add(("validator", $"{ShownText.OneLine(verdict.Validator, 64)} {(verdict.Agrees ? "agrees" : "disagrees")}"));
        if (status.Result is { } result) rows.Add(("result", $"{Amounts.Bytes(result.Length)}, encrypted"));
        if (status.Error is { } error) rows.Add(("reason", $"{ShownText.OneLine(error.Code, 64)}: {ShownText.OneLine(error.Message, 600)}"));
        rows.Add(("submitted", status.SubmittedAt.ToString("u", System.Globalization.CultureInfo.InvariantCulture)));
        if (status.EndedAt is { } ended) rows.Add(("ended", $"after {Amounts.Time(ended - status.SubmittedAt)}"));
        Rows.Write(context, $"Job {status.Id}", rows);
    }
}
