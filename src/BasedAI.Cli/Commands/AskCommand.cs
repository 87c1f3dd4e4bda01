using System.CommandLine;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based ask</c>: one encrypted question to a network.</summary>
internal static class AskCommand
{
    public static Command Create(CliContext context)
    {
        var text = CommonOptions.Text();
        var record = new Option<string?>("--record")
        {
            Description = "In place of a text: a record of numbers, as CSV (header and one row) or a JSON object; '-' reads standard input.",
            HelpName = "FILE",
        };
        var (brain, node, keys, passphrase, json) =
            (CommonOptions.Brain(), CommonOptions.Node(), CommonOptions.Keys(), CommonOptions.PassphraseVariable(), CommonOptions.Json());
        var (validators, plan) = (CommonOptions.Validators(), CommonOptions.Plan());
        var deadline = CommonOptions.Number("--deadline", "Seconds after which the network gives up.", 60, 1, 86_400);
        var command = new CliCommand(
            "ask",
            "Encrypts a text or a record on this machine, has the network judge the ciphertext, and decrypts the answer here. 'probability' in the JSON is "
            + "that of the second of two labels (positive), of the label itself where there are more. With a key file that you keep, share the label or the "
            + "rounded probability, never maxLogitError: raw decryptions leak the key.",
            """
            based ask --brain 0 "a gripping, beautifully acted film"
            based ask --brain 4 --record patient.csv
            based ask --node http://10.0.0.5:5080 --keys me.keys "not my thing"
            echo "dull" | based ask --json -
            """)
        {
            text, record, brain, plan, node, keys, passphrase, validators, deadline, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var question = QuestionOf(context, parsed.GetValue(text), parsed.GetValue(record));
            var address = NodeAddress.Of(context, parsed.GetValue(node));
            using var ring = parsed.GetValue(keys) is { } path ? Passphrase.Open(context, path, parsed.GetValue(passphrase)) : null;
            using var client = ClientFactory.Create(context, address);
            var options = new InferenceOptions
            {
                Validators = parsed.GetValue(validators),
                DeadlineSeconds = parsed.GetValue(deadline),
                Plan = parsed.GetValue(plan),
            };
            var report = await ProgressDisplay.RunAsync(context, parsed.GetValue(json), display => AskRunner.RunAsync(
                context, display, client, new BrainId(parsed.GetValue(brain)), question, ring, options, cancellationToken));
            AskRunner.Write(context, report, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Question QuestionOf(CliContext context, string? text, string? record) => (text, record) switch
    {
        (null, null) => throw CliException.BadInput("Required argument missing: give a TEXT, or a record with --record FILE."),
        (not null, not null) => throw CliException.BadInput("A text and a record are two questions; give one of them."),
        (not null, null) => new TextQuestion(PromptText.Read(context, text)),
        _ => new RecordQuestion(record!, RecordTable.ReadOne(context, record!)),
    };
}
