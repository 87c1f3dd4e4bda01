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
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), ProtocolJson.Default.ModelManifest);
            if (manifest is null) return null;
            var parameters = ModelRequirements.Of(manifest).Parameters;
            return new ModelJson(
                manifest.Name, new ParametersJson(parameters.N, Math.Round(parameters.LogQP, 2), (int)parameters.Security), parameters.Id.ToString(), manifest.PlanId,
                manifest.Input.MaxTokens);
        }
        catch (Exception exception) when (exception is JsonException or UnsupportedModelException or IOException)
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
        rows.AddRange(info.Models.Select(model => ("model", string.Create(CultureInfo.InvariantCulture,
            $"{ShownText.OneLine(model.Name, 40)}: {model.MaxTokens} tokens, N = {model.Params.N}, log QP = {model.Params.LogQP:0}, {model.Params.Security} bits of security"))));
        Rows.Write(context, "BasedAI.Orleans", rows);
    }
}
