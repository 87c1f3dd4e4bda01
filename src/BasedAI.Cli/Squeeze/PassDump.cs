using System.Globalization;
using System.Text;
using BasedAI.Cerberus;

namespace BasedAI.Cli;

/// <summary>One numbered text file for each stage: the layers, the schedule, and the circuit step by step.</summary>
internal static class PassDump
{
    public static void Write(string folder, SqueezeReport report)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < report.Stages.Length; i++)
        {
            var stage = report.Stages[i];
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i:00}-{stage.Name}.txt")), Describe(stage));
        }
    }

    private static string Describe(SqueezeStage stage)
    {
        var text = new StringBuilder().Append("# ").AppendLine(stage.Name).AppendLine(stage.Pass?.Summary).AppendLine()
            .AppendLine("## layers").AppendLine(stage.State.Graph.ToString()).AppendLine()
            .AppendLine("## schedule").AppendLine(stage.State.Schedule.ToString());
        if (stage.Model is not { } model) return text.ToString();
        text.AppendLine().AppendLine("## circuit").AppendLine(CultureInfo.InvariantCulture, $"{model.Program.SlotCount} slots, {model.Program.Depth} levels");
        for (int i = 0; i < model.Program.Instructions.Length; i++)
        {
            foreach (var segment in model.Program.Segments.Where(segment => segment.Start == i)) text.AppendLine(CultureInfo.InvariantCulture, $"  -- {segment.Name}");
            text.AppendLine(Describe(model.Program, i));
        }
        return text.ToString();
    }

    private static string Describe(SlotProgram program, int step)
    {
        var instruction = program.Instructions[step];
        string what = instruction.Opcode switch
        {
            SlotOpcode.Input => $"input {program.Ports[instruction.Left].Name} ({program.Ports[instruction.Left].Layout})",
            SlotOpcode.Add => $"%{instruction.Left} + %{instruction.Right}",
            SlotOpcode.AddPlain => $"%{instruction.Left} + [{instruction.Vector!.Name}]",
            SlotOpcode.MultiplyPlain => $"%{instruction.Left} · [{instruction.Vector!.Name}]",
            SlotOpcode.Multiply => $"%{instruction.Left} · %{instruction.Right}",
            _ => $"rotate %{instruction.Left} by {instruction.Steps}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"  %{step} = {what}    level {program.Heights[step]}");
    }
}
