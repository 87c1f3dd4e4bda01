using System.Collections.Immutable;
using System.Numerics;

namespace BasedAI.Fhe;

/// <summary>Sums over slots at a fixed distance, by doubling.</summary>
/// <remarks>
/// For <c>count</c> terms: ⌊log2 count⌋ doublings and one more rotation for each further one bit of count. The rotation after a doubling is by one distance,
/// which is the first doubling's: ⌊log2 count⌋ distinct keys in all. The rotations are of different operands, so there is nothing to hoist; radix 4 would do three
/// rotations of one operand where doubling does two, for about as many transforms and more keys.
/// </remarks>
public static class SlotSums
{
    /// <summary>
    /// Slot i of the result is Σ_{k &lt; count} of slot i + k·batchSize, cyclically: the sum of <paramref name="count"/> batches, in the first of them. Where
    /// batchSize·count is the number of slots, every batch ends up with the total.
    /// </summary>
    /// <param name="algebra">The reading.</param>
    /// <param name="operand">Degree 1; level and scale stay as they are.</param>
    /// <param name="batchSize">Slots of a batch, at least 1.</param>
    /// <param name="count">Batches, at least 1.</param>
    public static T InnerSum<T>(ICkksAlgebra<T> algebra, T operand, int batchSize, int count)
    {
        Check(batchSize, count);
        return Sum(algebra, operand, batchSize, count);
    }

    /// <summary>
    /// Slot i of the result is Σ_{k &lt; count} of slot i − k·batchSize, cyclically: a batch in the first slots, with zeros behind, is copied into
    /// <paramref name="count"/> batches.
    /// </summary>
    /// <inheritdoc cref="InnerSum"/>
    public static T Replicate<T>(ICkksAlgebra<T> algebra, T operand, int batchSize, int count)
    {
        Check(batchSize, count);
        return Sum(algebra, operand, -batchSize, count);
    }

    /// <summary>Exactly the keys of <see cref="InnerSum"/>.</summary>
    public static ImmutableArray<GaloisKeyRequest> InnerSumKeys(CkksParameters parameters, int level, int batchSize, int count)
    {
        Check(batchSize, count);
        return RotationKeys.Request(parameters, level, Steps(batchSize, count));
    }

    /// <summary>Exactly the keys of <see cref="Replicate"/>.</summary>
    public static ImmutableArray<GaloisKeyRequest> ReplicateKeys(CkksParameters parameters, int level, int batchSize, int count)
    {
        Check(batchSize, count);
        return RotationKeys.Request(parameters, level, Steps(-batchSize, count));
    }

    // From the highest bit of count down: m terms become 2·m, and one more where the bit is set.
    private static T Sum<T>(ICkksAlgebra<T> algebra, T operand, int distance, int count)
    {
        ArgumentNullException.ThrowIfNull(algebra);
        T sum = operand;
        bool isOwned = false;
        for (int bit = BitOperations.Log2((uint)count) - 1; bit >= 0; bit--)
        {
            int terms = count >> (bit + 1);
            Replace(AddRotated(sum, sum, distance * terms));
            if (((count >> bit) & 1) != 0) Replace(AddRotated(operand, sum, distance));
        }

        return sum;

        T AddRotated(T addend, T rotated, int steps)
        {
            T turned = algebra.Rotate(rotated, steps);
            T total = algebra.Add(addend, turned);
            algebra.Release(turned);
            return total;
        }

        void Replace(T next)
        {
            if (isOwned) algebra.Release(sum);
            (sum, isOwned) = (next, true);
        }
    }

    private static IEnumerable<int> Steps(int distance, int count)
    {
        for (int terms = count >> 1; terms > 0; terms >>= 1) yield return distance * terms;
    }

    private static void Check(int batchSize, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
    }
}
