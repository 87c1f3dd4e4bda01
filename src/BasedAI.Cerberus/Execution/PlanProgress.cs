namespace BasedAI.Cerberus;

/// <summary>How far a run has come.</summary>
/// <param name="Step">Instructions behind it, 1 to <paramref name="StepCount"/>: done, or put off to be done together with one that follows.</param>
/// <param name="StepCount">Instructions in all.</param>
/// <param name="Segment">Name of the segment the last of them belongs to; null if it has none.</param>
public readonly record struct PlanProgress(int Step, int StepCount, string? Segment = null);
