namespace BasedAI.Cerberus;

/// <summary>How far a run has come.</summary>
/// <param name="Step">Instructions completed, 1 to <paramref name="StepCount"/>.</param>
/// <param name="StepCount">Instructions in all.</param>
public readonly record struct PlanProgress(int Step, int StepCount);
