using System.CommandLine;
using System.Diagnostics;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based keys new</c> and <c>based keys show</c>.</summary>
internal static class KeysCommands
{
    public static Command Create(CliContext context) => new CliCommand(
        "keys",
        "Keys that you keep: a secret key and the evaluation keys of one model, in a file under a passphrase.",
        """
        based keys new me.keys
        based keys show me.keys
        """)
    {
        CreateNew(context),
        CreateShow(context),
    };

    private static CliCommand CreateNew(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The key file to write." };
        var (brain, node, passphrase, json) = (CommonOptions.Brain(), CommonOptions.Node(), CommonOptions.PassphraseVariable(), CommonOptions.Json());
        var force = new Option<bool>("--force") { Description = "Replace an existing key file. What was encrypted under it can then no longer be read." };
        var command = new CliCommand(
            "new",
            "Makes a secret key and exactly the evaluation keys a Brain's model needs, and writes them to a file that only you can read, under a passphrase.",
            """
            based keys new me.keys
            PASS=... based keys new me.keys --brain 0 --passphrase-env PASS --json
            """)
        {
            file, brain, node, passphrase, force, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            if (File.Exists(path) && !parsed.GetValue(force))
                throw new KeyFileException(KeyFileError.NotWritten, $"'{path}' exists already and is kept. Choose another name, or give --force.");
            using var client = ClientFactory.Create(context, NodeAddress.Of(context, parsed.GetValue(node)));
            var manifest = await client.GetModelAsync(new BrainId(parsed.GetValue(brain)), cancellationToken);
            var requirements = ModelRequirements.Of(manifest);
            var chosen = Passphrase.Choose(context, parsed.GetValue(passphrase));
            try
            {
                var began = Stopwatch.GetTimestamp();
                using var ring = ClientKeyRing.Generate(requirements);
                var elapsed = Stopwatch.GetElapsedTime(began);
                ring.Save(path, chosen, parsed.GetValue(force));
                Write(context, path, ring, elapsed, parsed.GetValue(json));
            }
            finally
            {
                Array.Clear(chosen);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static CliCommand CreateShow(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The key file." };
        var (passphrase, json) = (CommonOptions.PassphraseVariable(), CommonOptions.Json());
        var command = new CliCommand(
            "show",
            "Opens a key file and shows what it is for; the secret key is never shown.",
            """
            based keys show me.keys
            based keys show me.keys --passphrase-env PASS --json
            """)
        {
            file, passphrase, json,
        };
        command.SetAction(parsed =>
        {
            using var ring = Passphrase.Open(context, parsed.GetValue(file)!, parsed.GetValue(passphrase));
            Write(context, parsed.GetValue(file)!, ring, null, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(CliContext context, string path, ClientKeyRing ring, TimeSpan? made, bool json)
    {
        var parameters = ring.Parameters;
        if (json)
        {
            JsonOutput.Write(context, new KeysJson(
                path, new ParametersJson(parameters.N, Math.Round(parameters.LogQP, 2), (int)parameters.Security), parameters.Id.ToString(),
                ring.Request.Galois.Length, ring.Request.RelinearizationLevel, JsonOutput.Of(ring.EvaluationKeys, ProtocolJson.Default.BlobRef), made?.TotalMilliseconds));
            return;
        }

        Rows.Write(context, path,
        [
            ("parameters", $"CKKS, N = {parameters.N}, log QP = {parameters.LogQP.ToString("0", System.Globalization.CultureInfo.InvariantCulture)}, {(int)parameters.Security} bits of security"),
            ("id", parameters.Id.ToString()[..32] + "…"),
            ("keys", $"{ring.Request.Galois.Length} Galois keys{(ring.Request.RelinearizationLevel is { } level ? $", relinearisation up to level {level}" : "")}"),
            ("to upload", $"{Amounts.Bytes(ring.EvaluationKeyBytes.Length)}, once{(made is { } time ? $"; made in {Amounts.Time(time)}" : "")}"),
            ("secret", "in the file only, under your passphrase: nobody can restore it for you"),
        ]);
    }
}
