using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using BasedAI.Client;
using BasedAI.Fhe.Ring;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary><c>based info</c>: what this program found out about this machine, and the models it ships.</summary>
internal static class InfoCommand
{
    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "info", "Shows the vector width in use, the parameters of the shipped models, and where the node program is.", "based info\nBASEDAI_SIMD=256 based info --json") { json };
        command.SetAction(parsed =>
        {
            var info = Collect(context);
            if (parsed.GetValue(json)) JsonOutput.Write(context, info);
            else Write(context, info);
            return ExitCodes.Success;
        });
        return command;
    }

    private static InfoJson Collect(CliContext context)
    {
        var silo = SiloLocator.TryFind(context);
        return new InfoJson(
            typeof(InfoCommand).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            Environment.ProcessorCount,
            Width(),
            NodeAddress.Of(context, null).GetLeftPart(UriPartial.Authority),
            silo,
            silo is null ? [] : [.. Models(Path.Combine(Path.GetDirectoryName(silo)!, "models"))]);
    }

    private static string Width()
    {
        try
        {
            return SimdSelection.Active.ToString();
        }
        catch (Exception exception) when ((exception is TypeInitializationException ? exception.InnerException : exception) is PlatformNotSupportedException reason)
        {
            throw CliException.BadInput(reason.Message);
        }
    }

    private static IEnumerable<ModelJson> Models(string folder)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "model.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (TryRead(path) is { } model) yield return model;
        }
    }

    private static ModelJson? TryRead(string path)
    {
        try
        {
            var manifest = ModelManifest.Parse(File.ReadAllBytes(path));
            var model = ModelRequirements.Of(manifest);
            var plan = model.DefaultPlan;
            return new ModelJson(
                manifest.Name, PlanText.ToJson(plan.Parameters), plan.Parameters.Id.ToString(), plan.PlanId, model.Text?.MaxTokens, manifest.Task,
                [.. model.Plans.Select(PlanText.ToJson)]);
        }
        catch (Exception exception) when (exception is JsonException or ManifestVersionException or UnsupportedModelException or IOException)
        {
            return null;                                                   // not a model of this version
        }
    }

    private static void Write(CliContext context, InfoJson info)
    {
        var rows = new List<(string, string)>
        {
            ("program", $"based {info.Version} on {info.Runtime}"),
            ("machine", $"{info.Platform}, {info.Processors} processors"),
            ("arithmetic", $"{info.Simd} (set BASEDAI_SIMD=512, 256, 128 or scalar to lower it; every width gives the same bytes)"),
            ("node", $"{info.DefaultNode} unless --node says otherwise"),
            ("silo", info.Silo is { } silo ? silo : $"not found; build it, or name it in {SiloLocator.Variable}"),
        };
        foreach (var model in info.Models)
        {
            rows.Add(("model", $"{ShownText.OneLine(model.Name, 40)}: {model.Task} of {(model.MaxTokens is { } tokens ? $"{tokens} tokens" : "a record")}"));
            rows.AddRange(model.Plans.Select(plan => ("", string.Create(CultureInfo.InvariantCulture,
                $"plan {plan.Name}: N = {plan.Params.N}, log QP = {plan.Params.LogQP:0}, {plan.Params.Security} bits of security, keys {Amounts.Bytes(plan.KeyBytes)}, input {Amounts.Bytes(plan.InputBytes)}"))));
        }

        Rows.Write(context, "BasedAI.Orleans", rows);
    }
}
