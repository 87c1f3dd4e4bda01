using System.CommandLine;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based ask</c>: one encrypted question to a network.</summary>
internal static class AskCommand
{
    public static Command Create(CliContext context)
    {
        var text = CommonOptions.Text(isRequired: true);
        var (brain, node, keys, passphrase, json) =
            (CommonOptions.Brain(), CommonOptions.Node(), CommonOptions.Keys(), CommonOptions.PassphraseVariable(), CommonOptions.Json());
        var validators = CommonOptions.Validators();
        var deadline = CommonOptions.Number("--deadline", "Seconds after which the network gives up.", 60, 1, 86_400);
        var command = new CliCommand(
            "ask",
            "Encrypts a text on this machine, has the network judge the ciphertext, and decrypts the answer here. 'probability' in the JSON is that of the "
            + "second label (positive). With a key file that you keep, share the label or the rounded probability, never maxLogitError: raw decryptions leak the key.",
            """
            based ask --brain 0 "a gripping, beautifully acted film"
            based ask --node http://10.0.0.5:5080 --keys me.keys "not my thing"
            echo "dull" | based ask --json -
            """)
        {
            text, brain, node, keys, passphrase, validators, deadline, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var prompt = PromptText.Read(context, parsed.GetValue(text) ?? "");
            var address = NodeAddress.Of(context, parsed.GetValue(node));
            using var ring = parsed.GetValue(keys) is { } path ? Passphrase.Open(context, path, parsed.GetValue(passphrase)) : null;
            using var client = ClientFactory.Create(context, address);
            var options = new InferenceOptions { Validators = parsed.GetValue(validators), DeadlineSeconds = parsed.GetValue(deadline) };
            var report = await ProgressDisplay.RunAsync(context, parsed.GetValue(json), display => AskRunner.RunAsync(
                context, display, client, new BrainId(parsed.GetValue(brain)), prompt, ring, options, cancellationToken));
            AskRunner.Write(context, report, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }
}
