using System.Collections.Immutable;

namespace BasedAI.Fhe;

/// <summary>The terms of one giant step.</summary>
/// <param name="Step">How far their sum is rotated.</param>
/// <param name="Terms">Baby steps and the diagonals, rotated back, that meet them.</param>
internal sealed record TransformRow(int Step, ImmutableArray<(int BabyStep, PlaintextOperand Diagonal)> Terms);
