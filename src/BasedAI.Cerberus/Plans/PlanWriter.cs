using System.Collections.Immutable;
using System.Text;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>The canonical bytes of a plan, version 2: little-endian, fixed order, every list and text preceded by its length.</summary>
internal static class PlanWriter
{
    public static ReadOnlySpan<byte> Magic => "BAIPLAN1"u8;

    public static byte[] Write(PlanContent content)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(ExecutionPlan.CurrentFormatVersion);
        WriteParameters(writer, content.Parameters.Literal);
        writer.Write(content.Inputs.Length);
        foreach (PlanPort port in content.Inputs)
        {
            WritePort(writer, port);
        }
        WritePort(writer, content.Output);
        WriteKeys(writer, content.RequiredKeys);
        writer.Write(content.Operands.Length);
        foreach (PlaintextOperand operand in content.Operands)
        {
            WriteOperand(writer, operand);
        }
        writer.Write(content.Instructions.Length);
        foreach (PlanInstruction instruction in content.Instructions)
        {
            writer.Write((byte)instruction.Opcode);
            writer.Write(instruction.Left);
            writer.Write(instruction.Right);
            writer.Write(instruction.Immediate);
        }
        writer.Write(content.Segments.Length);
        foreach (PlanSegment segment in content.Segments)
        {
            WriteText(writer, segment.Name);
            writer.Write(segment.Start);
        }
        WriteCost(writer, content.Cost);
        writer.Write(content.PeakBytes);
        writer.Write(content.PredictedNoiseBits is null ? 0 : 1);
        if (content.PredictedNoiseBits is { } bits)
        {
            writer.Write(bits);
        }
        writer.Flush();
        return stream.ToArray();
    }

    private static void WriteParameters(BinaryWriter writer, CkksParametersLiteral literal)
    {
        writer.Write(literal.LogN);
        WriteInts(writer, literal.LogQ);
        WriteInts(writer, literal.LogP);
        writer.Write(literal.LogDefaultScale);
        writer.Write((int)literal.Secret);
        writer.Write((int)literal.RequiredSecurity);
    }

    private static void WritePort(BinaryWriter writer, PlanPort port)
    {
        WriteText(writer, port.Name);
        WriteText(writer, port.Layout);
        writer.Write(port.Level);
        writer.Write(port.Scale.Value);
    }

    private static void WriteKeys(BinaryWriter writer, EvaluationKeyRequest keys)
    {
        writer.Write(keys.RelinearizationLevel ?? -1);
        writer.Write(keys.Galois.Length);
        foreach (GaloisKeyRequest key in keys.Galois)
        {
            writer.Write(key.Element.Value);
            writer.Write(key.Level);
        }
    }

    private static void WriteOperand(BinaryWriter writer, PlaintextOperand operand)
    {
        WriteText(writer, operand.Name);
        writer.Write(operand.Level);
        writer.Write(operand.Scale.Value);
        foreach (long coefficient in operand.Coefficients)
        {
            writer.Write7BitEncodedInt64((coefficient << 1) ^ (coefficient >> 63));
        }
    }

    private static void WriteCost(BinaryWriter writer, CircuitCost cost)
    {
        writer.Write(cost.Rotations);
        writer.Write(cost.HoistedRotations);
        writer.Write(cost.Conjugations);
        writer.Write(cost.Relinearizations);
        writer.Write(cost.CiphertextProducts);
        writer.Write(cost.PlaintextProducts);
        writer.Write(cost.Rescales);
        writer.Write(cost.Depth);
        writer.Write(cost.GaloisPairs);
        writer.Write(cost.KeySwitchNtts);
    }

    private static void WriteInts(BinaryWriter writer, ImmutableArray<int> values)
    {
        writer.Write(values.Length);
        foreach (int value in values)
        {
            writer.Write(value);
        }
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }
}
