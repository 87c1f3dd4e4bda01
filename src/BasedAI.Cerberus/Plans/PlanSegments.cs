using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>Segments from their names and first instructions.</summary>
internal static class PlanSegments
{
    /// <summary>Each segment ends where the next one, or nothing, begins. Whether that makes sense is <see cref="PlanValidator"/>'s question.</summary>
    public static ImmutableArray<PlanSegment> Create(IReadOnlyList<string> names, IReadOnlyList<int> starts, int instructionCount)
    {
        var segments = ImmutableArray.CreateBuilder<PlanSegment>(names.Count);
        for (int i = 0; i < names.Count; i++)
        {
            int end = i + 1 < starts.Count ? starts[i + 1] : instructionCount;
            segments.Add(new PlanSegment(names[i], starts[i], (int)Math.Clamp((long)end - starts[i], -1, int.MaxValue)));
        }
        return segments.MoveToImmutable();
    }
}
