using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based keys new</c> and <c>based keys show</c>.</summary>
internal static class KeysCommands
{
    public static Command Create(CliContext context) => new CliCommand(
        "keys",
        "Keys that you keep: secret keys and the evaluation keys of one model, in a file under a passphrase.",
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
        var plan = CommonOptions.Plan();
        plan.Description = "Name of the plan the keys are for. Default: every plan of the model.";
        var force = new Option<bool>("--force") { Description = "Replace an existing key file. What was encrypted under it can then no longer be read." };
        var command = new CliCommand(
            "new",
            "Makes secret keys and exactly the evaluation keys the plans of a Brain's model need, and writes them to a file that only you can read, under a passphrase.",
            """
            based keys new me.keys
            PASS=... based keys new me.keys --plan lean --passphrase-env PASS --json
            """)
        {
            file, brain, plan, node, passphrase, force, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            if (File.Exists(path) && !parsed.GetValue(force))
                throw new KeyFileException(KeyFileError.NotWritten, $"'{path}' exists already and is kept. Choose another name, or give --force.");
            using var client = ClientFactory.Create(context, NodeAddress.Of(context, parsed.GetValue(node)));
            var manifest = await client.GetModelAsync(new BrainId(parsed.GetValue(brain)), cancellationToken);
            var requirements = ModelRequirements.Of(manifest);
            PlanRequirements[] plans = parsed.GetValue(plan) is { } name ? [requirements.GetPlan(name)] : [.. requirements.Plans];
            var chosen = Passphrase.Choose(context, parsed.GetValue(passphrase));
            try
            {
                var began = Stopwatch.GetTimestamp();
                using var ring = new ClientKeyRing();
                var names = new Dictionary<PlanKeys, string>();
                foreach (var one in plans)
                {
                    var made = ring.Make(one);                             // the same for plans that need the same
                    names[made] = names.TryGetValue(made, out var before) ? $"{before}, {one.Name}" : one.Name;
                }

                var elapsed = Stopwatch.GetElapsedTime(began);
                ring.Save(path, chosen, parsed.GetValue(force));
                Write(context, path, ring, names, elapsed, parsed.GetValue(json));
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
            Write(context, parsed.GetValue(file)!, ring, new Dictionary<PlanKeys, string>(), null, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(
        CliContext context, string path, ClientKeyRing ring, Dictionary<PlanKeys, string> names, TimeSpan? made, bool json)
    {
        var keys = ring.Keys;
        if (json)
        {
            KeptKeysJson[] plans = [.. keys.Select(one => ToJson(one, names.GetValueOrDefault(one)))];
            var first = plans[0];
            JsonOutput.Write(context, new KeysJson(
                path, first.Params, first.ParametersId, first.GaloisKeys, first.RelinearizationLevel, first.EvaluationKeys, made?.TotalMilliseconds, plans));
            return;
        }

        var rows = new List<(string, string)>();
        foreach (var one in keys)
        {
            var parameters = one.Parameters;
            if (names.TryGetValue(one, out var name)) rows.Add(("plan", name));
            rows.Add(("parameters", string.Create(CultureInfo.InvariantCulture, $"CKKS, N = {parameters.N}, log QP = {parameters.LogQP:0}, {(int)parameters.Security} bits of security")));
            rows.Add(("id", parameters.Id.ToString()[..32] + "…"));
            rows.Add(("keys", $"{one.Request.Galois.Length} Galois keys{(one.Request.RelinearizationLevel is { } level ? $", relinearisation up to level {level}" : "")}"));
            rows.Add(("to upload", $"{Amounts.Bytes(one.EvaluationKeyBytes.Length)}, once"));
        }

        if (made is { } time) rows.Add(("made in", Amounts.Time(time)));
        rows.Add(("secret", "in the file only, under your passphrase: nobody can restore it for you"));
        Rows.Write(context, path, rows);
    }

    private static KeptKeysJson ToJson(PlanKeys keys, string? name) => new(
        name, PlanText.ToJson(keys.Parameters), keys.Parameters.Id.ToString(), keys.Request.Galois.Length, keys.Request.RelinearizationLevel,
        JsonOutput.Of(keys.EvaluationKeys, ProtocolJson.Default.BlobRef));
}
