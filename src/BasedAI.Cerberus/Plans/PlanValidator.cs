using System.Collections.Immutable;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// Refuses a plan whose parts do not fit each other: registers read before they are written, levels or scales that do not meet,
/// anything unused, keys that are not exactly those needed, counts that are not those of the instructions.
/// </summary>
internal static class PlanValidator
{
    /// <returns>The shape of every register.</returns>
    public static ImmutableArray<CiphertextShape> Validate(PlanContent content)
    {
        if (content.Inputs.IsEmpty || content.Inputs.Length > PlanLimits.MaxInputs)
        {
            throw new PlanFormatException(
                PlanFormatError.InvalidPort, $"The plan has {content.Inputs.Length} input ports; it needs 1 to {PlanLimits.MaxInputs}.");
        }
        foreach (PlanPort port in content.Inputs.Add(content.Output))
        {
            RequireText(port.Name, "port name");
            RequireText(port.Layout, "port layout");
        }
        foreach (PlaintextOperand operand in content.Operands)
        {
            RequireOperand(operand, content.Parameters);
        }
        RequireRegisters(content);
        RequireSegments(content);
        return RequireConsistency(content);
    }

    private static void RequireText(string text, string what)
    {
        if (text.Length is 0 or > PlanLimits.MaxTextBytes || text.Any(static c => c is < '!' or > '~'))
        {
            throw new PlanFormatException(
                PlanFormatError.InvalidText, $"A {what} must be 1 to {PlanLimits.MaxTextBytes} printable ASCII characters without spaces.");
        }
    }

    private static void RequireOperand(PlaintextOperand operand, CkksParameters parameters)
    {
        RequireText(operand.Name, "operand name");
        if (operand.Coefficients.Length != parameters.N)
        {
            throw new PlanFormatException(
                PlanFormatError.InvalidOperand, $"Operand {operand} has {operand.Coefficients.Length} coefficients; N is {parameters.N}.");
        }

        // Two primes have at least 60 bits together: only at level 0 may an integer of 52 bits not fit.
        long bound = operand.Level == 0
            ? Math.Min(PlaintextOperand.MaxCoefficient, (long)(parameters.RingQ[0].Modulus.Value - 1) / 2)
            : PlaintextOperand.MaxCoefficient;
        foreach (long coefficient in operand.Coefficients)
        {
            if (coefficient < -bound || coefficient > bound)
            {
                throw new PlanFormatException(
                    PlanFormatError.InvalidOperand,
                    $"Operand {operand} has coefficient {coefficient}; at its level it must be {bound} at most in magnitude.");
            }
        }
    }

    private static void RequireRegisters(PlanContent content)
    {
        ImmutableArray<PlanInstruction> instructions = content.Instructions;
        int inputs = content.Inputs.Length;
        if (instructions.IsEmpty || instructions.Length > PlanLimits.MaxInstructions)
        {
            throw new PlanFormatException(
                PlanFormatError.InvalidInstruction,
                $"The plan has {instructions.Length} instructions; it needs 1 to {PlanLimits.MaxInstructions}.");
        }
        bool[] registerUsed = new bool[inputs + instructions.Length];
        bool[] operandUsed = new bool[content.Operands.Length];
        for (int i = 0; i < instructions.Length; i++)
        {
            PlanInstruction instruction = instructions[i];
            bool isRightValid = instruction.ReadsRightRegister ? IsBelow(instruction.Right, inputs + i)
                : instruction.ReadsOperand ? IsBelow(instruction.Right, content.Operands.Length)
                : instruction.Right == -1;
            bool isImmediateValid = instruction.HasImmediate
                ? instruction.Immediate >= 1 && instruction.Immediate < content.Parameters.MaxSlots
                : instruction.Immediate == 0;
            if (!Enum.IsDefined(instruction.Opcode) || !IsBelow(instruction.Left, inputs + i) || !isRightValid || !isImmediateValid)
            {
                throw new PlanFormatException(
                    PlanFormatError.InvalidInstruction,
                    $"Instruction {i} ({instruction}) does not exist or reads a register or operand that is not there yet.");
            }
            registerUsed[instruction.Left] = true;
            if (instruction.ReadsRightRegister)
            {
                registerUsed[instruction.Right] = true;
            }
            if (instruction.ReadsOperand)
            {
                operandUsed[instruction.Right] = true;
            }
        }
        int unusedRegister = Array.IndexOf(registerUsed, false);         // the last register is the output: never read, always there
        int unusedOperand = Array.IndexOf(operandUsed, false);
        if (unusedRegister != registerUsed.Length - 1 || unusedOperand >= 0)
        {
            throw new PlanFormatException(
                PlanFormatError.Unused,
                unusedOperand >= 0 ? $"Operand {content.Operands[unusedOperand]} is never used."
                    : $"Register {unusedRegister} is never used.");
        }
    }

    private static void RequireSegments(PlanContent content)
    {
        if (content.Segments.Length > PlanLimits.MaxSegments)
        {
            throw new PlanFormatException(
                PlanFormatError.TooLarge, $"The plan has {content.Segments.Length} segments; at most {PlanLimits.MaxSegments} are allowed.");
        }
        for (int i = 0; i < content.Segments.Length; i++)
        {
            PlanSegment segment = content.Segments[i];
            RequireText(segment.Name, "segment name");
            int end = i + 1 < content.Segments.Length ? content.Segments[i + 1].Start : content.Instructions.Length;
            if (segment.Start < 0 || segment.Count < 1 || segment.Start + (long)segment.Count != end || (i > 0 && content.Segments[i - 1].Name == segment.Name))
            {
                throw new PlanFormatException(
                    PlanFormatError.InvalidSegment,
                    $"Segment {i} ({segment}) is empty, does not end where the next one begins, or has the name of the one before.");
            }
        }
        if (content.PredictedNoiseBits is { } bits && !(Math.Abs(bits) <= PlanLimits.MaxNoiseBits))
        {
            throw new PlanFormatException(
                PlanFormatError.InvalidPrediction, $"A predicted noise of 2^{bits:R} is no number between 2^±{PlanLimits.MaxNoiseBits}.");
        }
    }

    private static ImmutableArray<CiphertextShape> RequireConsistency(PlanContent content)
    {
        CiphertextShape[] shapes = new CiphertextShape[content.Inputs.Length + content.Instructions.Length];
        var costs = new CostAlgebra(content.Parameters);
        int completed = 0;
        CiphertextShape result;
        try
        {
            CiphertextShape[] inputs = [.. content.Inputs.Select(port => costs.Input(port.Level, port.Scale))];
            inputs.CopyTo(shapes, 0);
            result = PlanReplay.Run(
                content.Instructions, inputs, content.Operands, costs, step => completed = step, (register, shape) => shapes[register] = shape);
        }
        catch (FheOperandException exception)
        {
            throw new PlanFormatException(
                PlanFormatError.InconsistentLevels, $"After {completed} instructions: {exception.Message}", exception);
        }
        if (result.Degree != 1 || result.Level != content.Output.Level || result.Scale != content.Output.Scale)
        {
            throw new PlanFormatException(
                PlanFormatError.InvalidPort,
                $"The output port says level {content.Output.Level}, scale {content.Output.Scale.Value:R}, degree 1; "
                + $"the last instruction gives {result}.");
        }
        EvaluationKeyRequest keys = costs.RequiredKeys;
        if (keys.RelinearizationLevel != content.RequiredKeys.RelinearizationLevel
            || !keys.Galois.SequenceEqual(content.RequiredKeys.Galois))
        {
            throw new PlanFormatException(
                PlanFormatError.WrongKeys,
                $"The keys listed ({content.RequiredKeys.Galois.Length} Galois, relinearisation level "
                + $"{content.RequiredKeys.RelinearizationLevel}) are not exactly those the instructions need ({keys.Galois.Length} Galois, relinearisation level "
                + $"{keys.RelinearizationLevel}), in ascending order.");
        }
        if (costs.Cost != content.Cost)
        {
            throw new PlanFormatException(
                PlanFormatError.WrongCost, $"The plan states {content.Cost}; its instructions cost {costs.Cost}.");
        }
        long peakBytes = PlanMemory.PeakBytes(content, shapes);
        if (peakBytes != content.PeakBytes)
        {
            throw new PlanFormatException(
                PlanFormatError.WrongCost, $"The plan states a peak of {content.PeakBytes} bytes; its instructions make it {peakBytes}.");
        }
        return ImmutableArray.Create(shapes);
    }

    private static bool IsBelow(int index, int count) => (uint)index < (uint)count;
}
