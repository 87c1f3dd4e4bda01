using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>Heights of steps above the output.</summary>
internal static class ProgramHeights
{
    public static ImmutableArray<int> Of(ImmutableArray<SlotInstruction> instructions)
    {
        int[] heights = new int[instructions.Length];
        for (int i = instructions.Length - 1; i >= 0; i--)
        {
            int needed = heights[i] + (instructions[i].IsProduct ? 1 : 0);
            foreach (int operand in instructions[i].Operands) heights[operand] = Math.Max(heights[operand], needed);
        }
        return ImmutableArray.Create(heights);
    }
}
