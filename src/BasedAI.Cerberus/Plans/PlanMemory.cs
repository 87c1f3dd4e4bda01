using System.Collections.Immutable;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// What a plan takes in memory by the rule that is part of its format: instructions one by one, rotations of a hoisted run together; every input from first
/// to last, every other register from the instruction that writes it until after the last that reads it; every operand encoded at its level; 8 bytes a residue.
/// Keys and the scratch of a single step are apart. An executor may do with less.
/// </summary>
internal static class PlanMemory
{
    /// <summary>Limbs of a ciphertext.</summary>
    public static int LimbsOf(CiphertextShape shape) => (shape.Degree + 1) * (shape.Level + 1);

    /// <summary>The largest sum of all that at any time.</summary>
    /// <param name="content">Checked as to registers and levels.</param>
    /// <param name="shapes">Of every register.</param>
    public static long PeakBytes(PlanContent content, CiphertextShape[] shapes)
    {
        ImmutableArray<PlanInstruction> instructions = content.Instructions;
        int inputs = content.Inputs.Length;
        int[] lastUses = PlanReplay.LastUses(instructions, inputs);
        long live = shapes.Take(inputs).Sum(static shape => (long)LimbsOf(shape)), peak = live;
        for (int i = 0; i < instructions.Length;)
        {
            int count = Math.Max(1, PlanReplay.HoistedRun(instructions, i));
            for (int s = i; s < i + count; s++) live += LimbsOf(shapes[inputs + s]);
            peak = Math.Max(peak, live);
            for (int s = i; s < i + count; s++)
            {
                PlanInstruction instruction = instructions[s];
                live -= Freed(instruction.Left, s);
                if (instruction.ReadsRightRegister && instruction.Right != instruction.Left) live -= Freed(instruction.Right, s);
            }
            i += count;
        }
        long operands = content.Operands.Sum(static operand => operand.Level + 1L);
        return (peak + operands) * content.Parameters.N * sizeof(double);

        int Freed(int register, int instruction) => register >= inputs && lastUses[register] == instruction ? LimbsOf(shapes[register]) : 0;
    }
}
