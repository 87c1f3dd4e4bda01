using System.CommandLine;
using BasedAI.Cerberus;

namespace BasedAI.Cli;

/// <summary><c>based plan</c>: what a plan asks of its users and of the machine that runs it. Reading checks the plan completely; nothing is run.</summary>
internal static class PlanCommand
{
    public static Command Create(CliContext context) => new CliCommand("plan", "Plans: what is computed on ciphertexts, as data.", "based plan show plan.bin") { Show(context) };

    private static CliCommand Show(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The plan." };
        var instructions = new Option<bool>("--instructions") { Description = "List every instruction." };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "show",
            "Shows what a plan takes and costs. It is checked completely first.",
            """
            based plan show plan.bin
            based plan show plan.bin --instructions
            based plan show plan.bin --json
            """)
        {
            file, instructions, json,
        };
        command.SetAction(parsed =>
        {
            var plan = Read(parsed.GetRequiredValue(file));
            var shown = PlanJson.Of(plan, parsed.GetValue(instructions));
            if (parsed.GetValue(json)) JsonOutput.Write(context, shown);
            else PlanTable.Write(context, shown);
            return ExitCodes.Success;
        });
        return command;
    }

    private static ExecutionPlan Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > PlanLimits.MaxBytes)
                throw CliException.BadInput($"'{file}' has {stream.Length} bytes; a plan has at most {PlanLimits.MaxBytes}.");
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return ExecutionPlan.Read(bytes);
        }
        catch (PlanFormatException exception)
        {
            throw new CliException(ExitCodes.BadInput, $"'{file}' is no plan that may be run ({exception.Error}): {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliException(ExitCodes.BadInput, $"'{file}' cannot be read: {exception.Message}", exception);
        }
    }
}
