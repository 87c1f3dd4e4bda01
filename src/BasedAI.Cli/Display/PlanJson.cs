using System.Text.Json.Serialization;
using BasedAI.Cerberus;

namespace BasedAI.Cli;

/// <summary>A plan in figures, for scripts. Bytes of what travels are without headers.</summary>
internal sealed record PlanJson(
    string Id, int FormatVersion, long PlanBytes, ParametersJson Params, string ParametersId, IReadOnlyList<PlanPortJson> Inputs, PlanPortJson Output,
    PlanKeysJson Keys, PlanCostJson Cost, IReadOnlyList<PlanCountJson> Counts, IReadOnlyList<PlanSegment> Segments, int Operands, PlanMemoryJson Memory,
    double? PredictedNoiseBits, IReadOnlyList<PlanStepJson>? Instructions)
{
    public static PlanJson Of(ExecutionPlan plan, bool withInstructions)
    {
        var summary = PlanSummary.Of(plan);
        var parameters = plan.CheckedParameters;
        var cost = plan.Cost;
        return new PlanJson(
            plan.Id,
            plan.FormatVersion,
            plan.SizeInBytes,
            new ParametersJson(parameters.N, Math.Round(parameters.LogQP, 2), (int)parameters.Security),
            parameters.Id.ToString(),
            [.. summary.Inputs.Select(PlanPortJson.Of)],
            PlanPortJson.Of(summary.Output),
            new PlanKeysJson(
                plan.RequiredKeys.RelinearizationLevel, summary.RelinearizationKeyBytes, plan.RequiredKeys.Galois.Length, [.. summary.GaloisKeys], summary.KeyBytes),
            new PlanCostJson(
                cost.KeySwitches, cost.HoistedRotations, cost.Relinearizations, cost.CiphertextProducts, cost.PlaintextProducts, cost.Rescales, cost.Depth,
                cost.KeySwitchNtts, Math.Round(summary.EstimatedMilliseconds, 1)),
            [.. summary.Counts.Select(static count => new PlanCountJson(count.Opcode, count.Level, count.Count))],
            plan.Segments,
            plan.Operands.Length,
            new PlanMemoryJson(summary.Memory.PeakBytes, summary.Memory.OperandBytes, summary.Memory.ScratchBytes, plan.PeakBytes),
            plan.PredictedNoiseBits,
            withInstructions ? [.. Enumerable.Range(0, plan.Instructions.Length).Select(i => PlanStepJson.Of(plan, i))] : null);
    }
}

internal sealed record PlanPortJson(string Name, string Layout, int Level, double Scale, long Bytes)
{
    public static PlanPortJson Of(PlanSummary.PortBytes port) => new(port.Port.Name, port.Port.Layout, port.Port.Level, port.Port.Scale.Value, port.Bytes);
}

internal sealed record PlanKeysJson(int? RelinearizationLevel, long RelinearizationBytes, int GaloisKeys, IReadOnlyList<PlanSummary.KeysAtLevel> GaloisByLevel, long Bytes);

internal sealed record PlanCostJson(
    int KeySwitches, int Hoisted, int Relinearizations, int CtCt, int PtCt, int Rescales, int Depth, long Ntts, double EstimatedMilliseconds);

internal sealed record PlanCountJson([property: JsonConverter(typeof(JsonStringEnumConverter<PlanOpcode>))] PlanOpcode Opcode, int Level, int Count);

internal sealed record PlanMemoryJson(long PeakBytes, long OperandBytes, long ScratchBytes, long OneByOneBytes);

/// <summary>An instruction: registers it reads and writes, and the shape of what it writes.</summary>
internal sealed record PlanStepJson(
    int Register, [property: JsonConverter(typeof(JsonStringEnumConverter<PlanOpcode>))] PlanOpcode Opcode, int Left, int? Right, string? Operand, int? Immediate,
    int Level, double ScaleLog2, int Degree)
{
    public static PlanStepJson Of(ExecutionPlan plan, int index)
    {
        var instruction = plan.Instructions[index];
        int register = plan.Inputs.Length + index;
        var shape = plan.Shapes[register];
        return new PlanStepJson(
            register,
            instruction.Opcode,
            instruction.Left,
            instruction.ReadsRightRegister ? instruction.Right : null,
            instruction.ReadsOperand ? plan.Operands[instruction.Right].Name : null,
            instruction.HasImmediate ? instruction.Immediate : null,
            shape.Level,
            Math.Round(shape.Scale.Log2, 6),
            shape.Degree);
    }
}
