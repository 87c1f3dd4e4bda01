namespace BasedAI.Cerberus;

/// <summary>Where a value will be when the plan runs: what <see cref="PlanRecorder"/> computes with.</summary>
/// <param name="Index">Register number.</param>
public readonly record struct PlanRegister(int Index);
