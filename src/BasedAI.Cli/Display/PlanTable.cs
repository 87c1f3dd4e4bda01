using System.Globalization;
using BasedAI.Cerberus;

namespace BasedAI.Cli;

/// <summary>A plan in figures, for people: facts, then tables of at most 80 columns.</summary>
internal static class PlanTable
{
    private static readonly (PlanOpcode Opcode, string Name)[] Columns =
    [
        (PlanOpcode.RotateHoisted, "hoist"), (PlanOpcode.Rotate, "rot"), (PlanOpcode.Conjugate, "conj"), (PlanOpcode.Relinearize, "relin"),
        (PlanOpcode.Multiply, "ct*ct"), (PlanOpcode.Square, "ct^2"), (PlanOpcode.MultiplyPlain, "ct*pt"), (PlanOpcode.Rescale, "resc"),
        (PlanOpcode.Add, "add"), (PlanOpcode.Subtract, "sub"), (PlanOpcode.Negate, "neg"), (PlanOpcode.AddPlain, "ct+pt"), (PlanOpcode.DropLevel, "drop"),
    ];

    public static void Write(CliContext context, PlanJson plan)
    {
        Rows.Write(context, $"plan {plan.Id[..12]}", Facts(plan));
        var output = context.Out;
        WritePorts(output, plan);
        WriteKeys(output, plan.Keys);
        WriteCounts(output, plan.Counts);
        WriteSegments(output, plan);
        if (plan.Instructions is { } instructions) WriteInstructions(output, plan, instructions);
    }

    private static List<(string, string)> Facts(PlanJson plan) =>
    [
        ("id", plan.Id),
        ("format", $"version {plan.FormatVersion}, {Amounts.Bytes(plan.PlanBytes)}, {Count(plan.Operands, "operand")}"),
        ("parameters", string.Create(CultureInfo.InvariantCulture, $"N = {plan.Params.N}, log QP = {plan.Params.LogQP:0}, {plan.Params.Security} bits of security")),
        ("a user sends", $"{Amounts.Bytes(plan.Inputs.Sum(static port => port.Bytes))} an input, {Amounts.Bytes(plan.Keys.Bytes)} of keys once; gets {Amounts.Bytes(plan.Output.Bytes)}"),
        ("cost", string.Create(CultureInfo.InvariantCulture,
            $"{plan.Cost.KeySwitches} key switches ({plan.Cost.Hoisted} hoisted, {plan.Cost.Relinearizations} relinearisations), {plan.Cost.CtCt} ct*ct, {plan.Cost.PtCt} ct*pt, depth {plan.Cost.Depth}, {plan.Cost.Ntts} transforms")),
        ("time", $"about {Amounts.Milliseconds(plan.Cost.EstimatedMilliseconds)} on one thread by the shipped table of times"),
        ("memory", $"{Amounts.Bytes(plan.Memory.PeakBytes)}, {Amounts.Bytes(plan.Memory.OperandBytes)} of it operands, and {Amounts.Bytes(plan.Memory.ScratchBytes)} of scratch; keys apart"),
        ("noise", plan.PredictedNoiseBits is { } bits
            ? string.Create(CultureInfo.InvariantCulture, $"predicted deviation of a slot of the output 2^{bits:0.0}")
            : "no prediction"),
    ];

    private static void WritePorts(TextWriter output, PlanJson plan)
    {
        output.WriteLine();
        output.WriteLine($"  {"port",-16} {"layout",-34} {"level",5} {"scale",8} {"bytes",11}");
        foreach (var port in plan.Inputs) WritePort(output, port);
        WritePort(output, plan.Output);
    }

    private static void WritePort(TextWriter output, PlanPortJson port) => output.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  {ShownText.OneLine(port.Name, 16),-16} {ShownText.OneLine(port.Layout, 34),-34} {port.Level,5} {"2^" + Math.Log2(port.Scale).ToString("0.00", CultureInfo.InvariantCulture),8} {Amounts.Bytes(port.Bytes),11}"));

    private static void WriteKeys(TextWriter output, PlanKeysJson keys)
    {
        output.WriteLine();
        output.WriteLine($"  {"keys",-16} {"level",5} {"count",6} {"bytes",11}");
        if (keys.RelinearizationLevel is { } level) output.WriteLine($"  {"relinearisation",-16} {level,5} {1,6} {Amounts.Bytes(keys.RelinearizationBytes),11}");
        foreach (var row in keys.GaloisByLevel) output.WriteLine($"  {"Galois",-16} {row.Level,5} {row.Count,6} {Amounts.Bytes(row.Bytes),11}");
    }

    /// <summary>One row a level, one column a kind that occurs.</summary>
    private static void WriteCounts(TextWriter output, IReadOnlyList<PlanCountJson> counts)
    {
        var columns = Columns.Where(column => counts.Any(count => count.Opcode == column.Opcode)).ToArray();
        output.WriteLine();
        output.WriteLine($"  {"level",-5}" + string.Concat(columns.Select(static column => $" {column.Name,5}")));
        foreach (var level in counts.GroupBy(static count => count.Level)) WriteRow(level.Key.ToString(CultureInfo.InvariantCulture), [.. level]);
        WriteRow("all", counts);

        void WriteRow(string name, IReadOnlyList<PlanCountJson> row) => output.WriteLine(
            ($"  {name,-5}" + string.Concat(columns.Select(column => $" {Blank(row.Where(count => count.Opcode == column.Opcode).Sum(static count => count.Count)),5}"))).TrimEnd());
    }

    private static void WriteSegments(TextWriter output, PlanJson plan)
    {
        if (plan.Segments.Count == 0) return;
        output.WriteLine();
        output.WriteLine($"  {"segment",-40} {"first",6} {"instructions",12}");
        foreach (var segment in plan.Segments) output.WriteLine($"  {ShownText.OneLine(segment.Name, 40),-40} {segment.Start,6} {segment.Count,12}");
    }

    private static void WriteInstructions(TextWriter output, PlanJson plan, IReadOnlyList<PlanStepJson> instructions)
    {
        output.WriteLine();
        for (int i = 0; i < instructions.Count; i++)
        {
            foreach (var segment in plan.Segments)
                if (segment.Start == i) output.WriteLine($"  {ShownText.OneLine(segment.Name, 70)}:");
            var step = instructions[i];
            string right = step.Right is { } register ? $" r{register}" : step.Operand is { } operand ? $" \"{ShownText.OneLine(operand, 24)}\"" : step.Immediate is { } number ? $" {number}" : "";
            string what = $"{step.Opcode} r{step.Left}{right}";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    {"r" + step.Register.ToString(CultureInfo.InvariantCulture),-6} = {what,-44} {"level " + step.Level.ToString(CultureInfo.InvariantCulture),-9}2^{step.ScaleLog2:0.00}{(step.Degree == 2 ? " d2" : "")}"));
        }
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : string.Create(CultureInfo.InvariantCulture, $"{count} {what}s");

    private static string Blank(int count) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);
}
