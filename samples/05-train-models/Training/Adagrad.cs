using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BasedAI.Samples.TrainModels.Training;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer 2011) on single rows of a table: rows never used cost nothing and never move. The length of a row
/// is a multiple of 256 bits.
/// </summary>
public sealed class Adagrad<T>(int count, double learningRate)
    where T : unmanaged, INumber<T>
{
    private const double Epsilon = 1e-3;

    private readonly T[] _square = new T[count];
    private readonly Vector256<T> _rate = Vector256.Create(T.CreateTruncating(learningRate));
    private readonly Vector256<T> _epsilon = Vector256.Create(T.CreateTruncating(Epsilon));

    /// <summary>One step of the row that begins at <paramref name="offset"/>.</summary>
    public void Step(T[] table, int offset, ReadOnlySpan<T> gradient)
    {
        var g = MemoryMarshal.Cast<T, Vector256<T>>(gradient);
        var row = MemoryMarshal.Cast<T, Vector256<T>>(table.AsSpan(offset, gradient.Length))[..g.Length];
        var square = MemoryMarshal.Cast<T, Vector256<T>>(_square.AsSpan(offset, gradient.Length))[..g.Length];
        for (var j = 0; j < g.Length; j++)
        {
            square[j] += g[j] * g[j];
            row[j] -= _rate * g[j] / (Vector256.Sqrt(square[j]) + _epsilon);
        }
    }
}
