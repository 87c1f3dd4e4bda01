using System.CommandLine;
using System.Text.Json;

namespace BasedAI.Cli;

/// <summary><c>based silo</c>: runs the node program with the arguments given, and passes signals on.</summary>
internal static class SiloCommand
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    public static Command Create(CliContext context)
    {
        var data = new Option<string>("--data") { Description = "The folder that holds the node's state.", HelpName = "DIR", Required = true };
        var json = CommonOptions.Json();
        json.Description = "Print one JSON object when the node is ready; its other output goes to standard error.";
        var command = new CliCommand(
            "silo",
            "Runs a node until it is stopped. Everything but --json goes to the node program as it is: --http ADDRESS:PORT, --miners N, --validators N, "
            + "--workers N, --models DIR, --ephemeral-ports and more.",
            """
            based silo --data ./node
            based silo --data ./node --http 0.0.0.0:5080 --miners 8 --validators 4
            """)
        {
            data, json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            context, ["--data", parsed.GetValue(data)!, .. parsed.UnmatchedTokens], parsed.GetValue(data)!, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, string[] arguments, string data, bool json, CancellationToken cancellationToken)
    {
        using var process = ChildProcess.Start(SiloLocator.Find(context), arguments, captureOutput: json, captureError: false);
        var copying = json ? CopyAsync(context, process.StandardOutput, data) : Task.CompletedTask;
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await ChildProcess.StopAsync(process, StopPatience);
        }

        await copying;
        return process.ExitCode switch
        {
            0 => ExitCodes.Success,
            2 => ExitCodes.BadInput,
            3 => ExitCodes.Unreachable,
            _ => ExitCodes.Unexpected,
        };
    }

    private static async Task CopyAsync(CliContext context, StreamReader output, string data)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("ready ", StringComparison.Ordinal))
            {
                context.Error.WriteLine(line);
                continue;
            }

            using var node = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(data, "node.json")));
            JsonOutput.Write(context, new SiloJson(node.RootElement.GetProperty("url").GetString() ?? "", node.RootElement.GetProperty("pid").GetInt32()));
            await context.Out.FlushAsync();
        }
    }
}
