using System.Numerics;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// Sums over slots at a fixed distance by doubling: log2(count) rotations, one after the other. Hoisting does not pay here: radix 4 would
/// do three rotations of one ciphertext where doubling does two, for about as many transforms and more keys.
/// </summary>
public static class SlotFold
{
    /// <summary>
    /// Slot i of the result is Σ_{k &lt; count} of slot i + k·stride, cyclically. Where stride·count is the number of slots, every
    /// residue class modulo stride ends up holding its total in all its slots.
    /// </summary>
    /// <param name="algebra">The reading.</param>
    /// <param name="value">Degree 1; level and scale stay as they are.</param>
    /// <param name="stride">Distance of the slots summed, at least 1.</param>
    /// <param name="count">How many are summed: a power of two.</param>
    public static T Sum<T>(ICkksAlgebra<T> algebra, T value, int stride, int count)
    {
        ArgumentNullException.ThrowIfNull(algebra);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        if (count < 1 || !BitOperations.IsPow2(count))
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "The number of slots summed must be a power of two.");
        }
        for (int width = 1; width < count; width *= 2)
        {
            value = algebra.Add(value, algebra.Rotate(value, stride * width));
        }
        return value;
    }
}
