namespace BasedAI.Cerberus;

/// <summary>A named stretch of instructions, for people who watch a run: "scores", "values". It changes nothing in what is computed.</summary>
/// <param name="Name">1 to 128 printable ASCII characters without spaces.</param>
/// <param name="Start">Its first instruction.</param>
/// <param name="Count">Its instructions, at least one: up to the next segment or the end of the plan.</param>
public readonly record struct PlanSegment(string Name, int Start, int Count);
