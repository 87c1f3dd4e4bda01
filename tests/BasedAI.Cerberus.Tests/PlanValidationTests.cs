using System.Collections.Immutable;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;

namespace BasedAI.Cerberus.Tests;

/// <summary>Well-formed bytes of plans that must not be run: one case per way to be wrong.</summary>
public sealed class PlanValidationTests
{
    private static readonly PlanContent Good = Content(SmallPlan.Create());

    [Fact]
    public void TheUndamagedPlanIsAccepted() => Assert.Equal(SmallPlan.Create().Id, ExecutionPlan.Read(PlanWriter.Write(Good)).Id);

    [Fact]
    public void Instructions_ReadingWhatIsNotThereIsRefused()
    {
        RequireError(Replace(0, i => i with { Left = 2 }), PlanFormatError.InvalidInstruction);          // its own result
        RequireError(Replace(0, i => i with { Left = -1 }), PlanFormatError.InvalidInstruction);
        RequireError(Replace(0, i => i with { Right = 100 }), PlanFormatError.InvalidInstruction);
        RequireError(Replace(0, i => i with { Immediate = 1 }), PlanFormatError.InvalidInstruction);
        RequireError(Replace(0, i => i with { Opcode = (PlanOpcode)14 }), PlanFormatError.InvalidInstruction);
        int plain = Index(PlanOpcode.MultiplyPlain);
        RequireError(Replace(plain, i => i with { Right = 2 }), PlanFormatError.InvalidInstruction);     // no such operand
        int rotate = Index(PlanOpcode.Rotate);
        RequireError(Replace(rotate, i => i with { Immediate = 0 }), PlanFormatError.InvalidInstruction);
        RequireError(Replace(rotate, i => i with { Immediate = 2048 }), PlanFormatError.InvalidInstruction);
        RequireError(Replace(rotate, i => i with { Immediate = -5 }), PlanFormatError.InvalidInstruction);
        RequireError(Replace(rotate, i => i with { Right = 0 }), PlanFormatError.InvalidInstruction);
        RequireError(Good with { Instructions = [] }, PlanFormatError.InvalidInstruction);
    }

    [Fact]
    public void Instructions_LevelsScalesAndDegreesAreReplayed()
    {
        RequireError(Replace(Index(PlanOpcode.Rescale), i => i with { Opcode = PlanOpcode.Negate }), PlanFormatError.InconsistentLevels);
        RequireError(Replace(Index(PlanOpcode.Relinearize), i => i with { Opcode = PlanOpcode.Negate }), PlanFormatError.InconsistentLevels);
        RequireError(Replace(Index(PlanOpcode.Multiply), i => i with { Opcode = PlanOpcode.Add }), PlanFormatError.InconsistentLevels);
        RequireError(Good with { Inputs = Good.Inputs.SetItem(0, Good.Inputs[0] with { Level = 0 }) }, PlanFormatError.InconsistentLevels);
        RequireError(Good with { Inputs = Good.Inputs.SetItem(0, Good.Inputs[0] with { Level = 9 }) }, PlanFormatError.InconsistentLevels);
        RequireError(
            Good with { Inputs = Good.Inputs.SetItem(1, Good.Inputs[1] with { Scale = new Scale(1e300) }) }, PlanFormatError.InconsistentLevels);
        var encoder = new CkksEncoder(Good.Parameters);
        PlaintextOperand huge = PlaintextOperand.FromCoefficients(encoder, "huge", Good.Operands[0].Coefficients, 1, new Scale(1e300));
        RequireError(Good with { Operands = Good.Operands.SetItem(0, huge) }, PlanFormatError.InconsistentLevels);
    }

    [Fact]
    public void Anything_UnusedIsRefused()
    {
        PlanInstruction dead = new(PlanOpcode.Negate, 0);
        RequireError(Good with { Instructions = Good.Instructions.Add(dead) }, PlanFormatError.Unused);
        RequireError(Good with { Operands = Good.Operands.Add(Good.Operands[0]) }, PlanFormatError.Unused);
        RequireError(Good with { Instructions = [dead], Operands = [] }, PlanFormatError.Unused);        // input b
    }

    [Fact]
    public void Keys_MustBeExactlyThoseNeeded()
    {
        ImmutableArray<GaloisKeyRequest> galois = Good.RequiredKeys.Galois;
        RequireError(WithKeys(galois.RemoveAt(0)), PlanFormatError.WrongKeys);
        RequireError(WithKeys(galois.Add(new GaloisKeyRequest(new GaloisElement(4097), 0))), PlanFormatError.WrongKeys);
        RequireError(WithKeys(galois.SetItem(0, galois[0] with { Level = 1 })), PlanFormatError.WrongKeys);
        RequireError(WithKeys([.. galois.Reverse()]), PlanFormatError.WrongKeys);
        RequireError(WithKeys(galois.SetItem(0, new GaloisKeyRequest(new GaloisElement(uint.MaxValue), 0))), PlanFormatError.WrongKeys);
        RequireError(Good with { RequiredKeys = Good.RequiredKeys with { RelinearizationLevel = null } }, PlanFormatError.WrongKeys);
        RequireError(Good with { RequiredKeys = Good.RequiredKeys with { RelinearizationLevel = 0 } }, PlanFormatError.WrongKeys);
    }

    [Fact]
    public void Ports_OutputAndTextAreChecked()
    {
        RequireError(Good with { Output = Good.Output with { Level = 1 } }, PlanFormatError.InvalidPort);
        RequireError(Good with { Output = Good.Output with { Scale = Scale.FromLog2(30) } }, PlanFormatError.InvalidPort);
        RequireError(Good with { Inputs = [] }, PlanFormatError.InvalidPort, validatorOnly: true);
        RequireError(Good with { Output = Good.Output with { Name = "" } }, PlanFormatError.InvalidText);
        RequireError(Good with { Output = Good.Output with { Name = "line\nbreak" } }, PlanFormatError.InvalidText);
        RequireError(Good with { Output = Good.Output with { Layout = "lay\u00f6ut" } }, PlanFormatError.InvalidText);
        RequireError(Good with { Output = Good.Output with { Layout = new string('x', 129) } }, PlanFormatError.TooLarge);
    }

    [Fact]
    public void Cost_MustBeThatOfTheInstructions()
    {
        RequireError(Good with { Cost = Good.Cost with { Rotations = Good.Cost.Rotations + 1 } }, PlanFormatError.WrongCost);
        RequireError(Good with { PeakBytes = Good.PeakBytes - 1 }, PlanFormatError.WrongCost);
    }

    [Fact]
    public void Segments_AreNamedAndInOrder()
    {
        RequireError(WithSegments(("a", 0), ("b", 0)), PlanFormatError.InvalidSegment);
        RequireError(WithSegments(("a", 3), ("b", 2)), PlanFormatError.InvalidSegment);
        RequireError(WithSegments(("a", -1)), PlanFormatError.InvalidSegment);
        RequireError(WithSegments(("a", Good.Instructions.Length)), PlanFormatError.InvalidSegment);
        RequireError(WithSegments(("a", int.MaxValue)), PlanFormatError.InvalidSegment);
        RequireError(WithSegments(("a", int.MinValue)), PlanFormatError.InvalidSegment);
        RequireError(WithSegments(("a", 1), ("a", 2)), PlanFormatError.InvalidSegment);
        RequireError(WithSegments(("", 1)), PlanFormatError.InvalidText);
        RequireError(WithSegments(("two words", 1)), PlanFormatError.InvalidText);
        RequireError(WithSegments([.. Enumerable.Range(0, 65).Select(i => ($"s{i}", i))]), PlanFormatError.TooLarge);
        var plan = ExecutionPlan.Read(PlanWriter.Write(WithSegments(("a", 1), ("b", 2), ("a", 5))));
        Assert.Equal([new PlanSegment("a", 1, 1), new PlanSegment("b", 2, 3), new PlanSegment("a", 5, Good.Instructions.Length - 5)], plan.Segments);
    }

    [Fact]
    public void Noise_IsANumberOrLeftOut()
    {
        RequireError(Good with { PredictedNoiseBits = double.NaN }, PlanFormatError.InvalidPrediction);
        RequireError(Good with { PredictedNoiseBits = double.NegativeInfinity }, PlanFormatError.InvalidPrediction);
        RequireError(Good with { PredictedNoiseBits = 1025 }, PlanFormatError.InvalidPrediction);
        Assert.Equal(-20.5, ExecutionPlan.Read(PlanWriter.Write(Good with { PredictedNoiseBits = -20.5 })).PredictedNoiseBits);
        Assert.Null(ExecutionPlan.Read(PlanWriter.Write(Good)).PredictedNoiseBits);
        byte[] bytes = PlanWriter.Write(Good);
        RequireError(Damaged(bytes, bytes.Length - 4, 1), PlanFormatError.Truncated);
        RequireError(Damaged(bytes, bytes.Length - 4, 2), PlanFormatError.TooLarge);
    }

    [Fact]
    public void Operands_CoefficientsOf2To52AreRefused()
    {
        var encoder = new CkksEncoder(Good.Parameters);
        foreach (long value in new[] { 1L << 52, -(1L << 52), long.MaxValue, long.MinValue })
        {
            PlaintextOperand operand = PlaintextOperand.FromCoefficients(
                encoder, "factor", Good.Operands[0].Coefficients.SetItem(7, value), Good.Operands[0].Level, Good.Operands[0].Scale);
            RequireError(Good with { Operands = Good.Operands.SetItem(0, operand) }, PlanFormatError.InvalidOperand);
        }
    }

    [Fact]
    public void Bytes_HeaderVersionSecurityAndEndAreChecked()
    {
        byte[] bytes = PlanWriter.Write(Good);
        RequireError(Damaged(bytes, 0, 0), PlanFormatError.NotAPlan);
        RequireError(Damaged(bytes, 8, 1), PlanFormatError.UnsupportedVersion);
        RequireError(Damaged(bytes, 8, 3), PlanFormatError.UnsupportedVersion);
        RequireError(Damaged(bytes, 12, 11), PlanFormatError.InvalidParameters);                         // N = 2^11
        RequireError(Damaged(bytes, 12, 17), PlanFormatError.InvalidParameters);
        RequireError(Damaged(bytes, 20, 50), PlanFormatError.InvalidParameters);                         // q0 of 50 bits: 121 > 106
        RequireError(Damaged(bytes, 20, 51), PlanFormatError.InvalidParameters);
        RequireError([.. bytes, 0], PlanFormatError.NotCanonical);
        RequireError(bytes[..^1], PlanFormatError.Truncated);
        RequireError([], PlanFormatError.NotAPlan);
        RequireError(new byte[PlanLimits.MaxBytes + 1], PlanFormatError.TooLarge);
    }

    private static byte[] Damaged(byte[] bytes, int offset, byte value)
    {
        byte[] copy = [.. bytes];
        copy[offset] = value;
        return copy;
    }

    private static PlanContent Content(ExecutionPlan plan) => new(
        plan.CheckedParameters, plan.Inputs, plan.Output, plan.RequiredKeys, plan.Operands, plan.Instructions, plan.Segments, plan.Cost, plan.PeakBytes,
        plan.PredictedNoiseBits);

    private static int Index(PlanOpcode opcode) => Good.Instructions.IndexOf(Good.Instructions.First(i => i.Opcode == opcode));

    private static PlanContent Replace(int index, Func<PlanInstruction, PlanInstruction> change) =>
        Good with { Instructions = Good.Instructions.SetItem(index, change(Good.Instructions[index])) };

    private static PlanContent WithSegments(params (string Name, int Start)[] segments) => Good with
    {
        Segments = PlanSegments.Create([.. segments.Select(s => s.Name)], [.. segments.Select(s => s.Start)], Good.Instructions.Length),
    };

    private static PlanContent WithKeys(ImmutableArray<GaloisKeyRequest> galois) =>
        Good with { RequiredKeys = Good.RequiredKeys with { Galois = galois } };

    private static void RequireError(PlanContent content, PlanFormatError error, bool validatorOnly = false)
    {
        if (validatorOnly)
        {
            Assert.Equal(error, Assert.Throws<PlanFormatException>(() => PlanValidator.Validate(content)).Error);
            return;
        }
        RequireError(PlanWriter.Write(content), error);
    }

    private static void RequireError(byte[] bytes, PlanFormatError error)
    {
        PlanFormatException exception = Assert.Throws<PlanFormatException>(() => ExecutionPlan.Read(bytes));
        Assert.Equal(error, exception.Error);
    }
}
