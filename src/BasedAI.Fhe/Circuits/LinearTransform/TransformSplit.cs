// Diagonal d = g·b + i, 0 ≤ i < b:    M·x = Σ_g rot_(g·b)( Σ_i rot_(−g·b)(diagonal_(g·b + i)) ⊙ rot_i(x) )
//
// Baby steps rotate x and share its decomposition; giant steps rotate sums. A giant step takes either a key of its own, or all take one key in turn, by Horner:
//
//   y = t_0 + rot_b(t_1 + rot_b(t_2 + …))
//
// which is as many key switches if no giant step is missing, the same noise, and one key instead of many.
using System.Numerics;

namespace BasedAI.Fhe;

/// <summary>How the diagonals of a linear transform are divided into baby and giant steps.</summary>
/// <param name="BabySize">b: diagonals apart by a multiple of b share a baby step. 1 … n; n means no giant steps.</param>
/// <param name="IsSerial">Whether giant steps take one key in turn (Horner) instead of one each.</param>
public sealed record TransformSplit(int BabySize, bool IsSerial)
{
    private const int MaxTriedInSequence = 256;

    /// <summary>The cheapest split under some weights; of equals the one with the smaller b.</summary>
    public static TransformSplit Choose(DiagonalMatrix matrix, TransformWeights weights)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(weights);
        return Enumerable.Range(1, matrix.Dimension)
            .Where(size => size <= MaxTriedInSequence || BitOperations.IsPow2(size))
            .SelectMany(size => (TransformSplit[])[new(size, IsSerial: true), new(size, IsSerial: false)])
            .MinBy(split => split.GetCost(matrix).Total(weights))!;
    }

    /// <summary>What the split costs for a matrix.</summary>
    public TransformCost GetCost(DiagonalMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var indices = matrix.Diagonals.Keys;
        int babySteps = indices.Select(d => d % BabySize).Where(step => step != 0).Distinct().Count();
        int[] giants = [.. indices.Select(d => d / BabySize).Where(step => step != 0).Distinct()];
        int giantSteps = !IsSerial ? giants.Length : giants.Length == 0 ? 0 : giants.Max();
        return new(babySteps, giantSteps, matrix.Diagonals.Count, babySteps + (IsSerial ? Math.Min(giantSteps, 1) : giantSteps));
    }
}
