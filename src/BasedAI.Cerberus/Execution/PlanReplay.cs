using System.Collections.Immutable;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>Reads instructions through any algebra. Values are released after their last use; the last result is kept.</summary>
internal static class PlanReplay
{
    /// <summary>Runs checked instructions.</summary>
    /// <param name="instructions">In single assignment, every register read written before.</param>
    /// <param name="inputs">Registers 0 to k − 1.</param>
    /// <param name="operands">Plaintexts by index.</param>
    /// <param name="algebra">The reading.</param>
    /// <param name="completed">Called after each instruction with the number done so far.</param>
    /// <param name="written">Called with every register an instruction writes, before any is released.</param>
    public static T Run<T>(
        ImmutableArray<PlanInstruction> instructions,
        IReadOnlyList<T> inputs,
        ImmutableArray<PlaintextOperand> operands,
        ICkksAlgebra<T> algebra,
        Action<int>? completed = null,
        Action<int, T>? written = null)
    {
        int k = inputs.Count;
        T[] registers = new T[k + instructions.Length];
        for (int i = 0; i < k; i++)
        {
            registers[i] = inputs[i];
        }
        int[] lastUse = LastUses(instructions, k);
        for (int i = 0; i < instructions.Length;)
        {
            int count = HoistedRun(instructions, i);
            if (count > 0)
            {
                int[] steps = [.. instructions.AsSpan(i, count).ToArray().Select(static instruction => instruction.Immediate)];
                IReadOnlyList<T> rotated = algebra.RotateHoisted(registers[instructions[i].Left], steps);
                for (int s = 0; s < count; s++)
                {
                    registers[k + i + s] = rotated[s];
                }
            }
            else
            {
                count = 1;
                registers[k + i] = Step(instructions[i], registers, operands, algebra);
            }
            for (int s = i; written is not null && s < i + count; s++)
            {
                written(k + s, registers[k + s]);
            }
            for (int s = i; s < i + count; s++)
            {
                PlanInstruction instruction = instructions[s];
                ReleaseAfter(instruction.Left, s);
                if (instruction.ReadsRightRegister && instruction.Right != instruction.Left)
                {
                    ReleaseAfter(instruction.Right, s);
                }
                completed?.Invoke(s + 1);
            }
            i += count;
        }
        return registers[^1];

        void ReleaseAfter(int register, int instruction)
        {
            if (lastUse[register] == instruction)
            {
                algebra.Release(registers[register]);
                registers[register] = default!;
            }
        }
    }

    private static T Step<T>(
        PlanInstruction instruction, T[] registers, ImmutableArray<PlaintextOperand> operands, ICkksAlgebra<T> algebra)
    {
        T left = registers[instruction.Left];
        return instruction.Opcode switch
        {
            PlanOpcode.Add => algebra.Add(left, registers[instruction.Right]),
            PlanOpcode.Subtract => algebra.Subtract(left, registers[instruction.Right]),
            PlanOpcode.Negate => algebra.Negate(left),
            PlanOpcode.AddPlain => algebra.Add(left, operands[instruction.Right]),
            PlanOpcode.MultiplyPlain => algebra.Multiply(left, operands[instruction.Right]),
            PlanOpcode.Multiply => algebra.Multiply(left, registers[instruction.Right]),
            PlanOpcode.Square => algebra.Square(left),
            PlanOpcode.Relinearize => algebra.Relinearize(left),
            PlanOpcode.Rescale => algebra.Rescale(left),
            PlanOpcode.DropLevel => algebra.DropLevel(left, instruction.Immediate),
            PlanOpcode.Rotate => algebra.Rotate(left, instruction.Immediate),
            PlanOpcode.Conjugate => algebra.Conjugate(left),
            _ => throw new PlanFormatException(PlanFormatError.InvalidInstruction, $"Opcode {instruction.Opcode} is unknown."),
        };
    }

    /// <summary>Length of the run of hoisted rotations of one register that begins at i; 0 if there is none.</summary>
    public static int HoistedRun(ImmutableArray<PlanInstruction> instructions, int i)
    {
        int end = i;
        while (end < instructions.Length
            && instructions[end].Opcode == PlanOpcode.RotateHoisted
            && instructions[end].Left == instructions[i].Left)
        {
            end++;
        }
        return end - i;
    }

    /// <summary>The last instruction that reads each register; −1 if none does.</summary>
    public static int[] LastUses(ImmutableArray<PlanInstruction> instructions, int inputCount)
    {
        int[] lastUse = new int[inputCount + instructions.Length];
        Array.Fill(lastUse, -1);
        for (int i = 0; i < instructions.Length; i++)
        {
            lastUse[instructions[i].Left] = i;
            if (instructions[i].ReadsRightRegister)
            {
                lastUse[instructions[i].Right] = i;
            }
        }
        return lastUse;
    }
}
