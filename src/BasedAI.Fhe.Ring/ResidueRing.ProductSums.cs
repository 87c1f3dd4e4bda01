using BasedAI.Fhe.Ring.Kernels;

namespace BasedAI.Fhe.Ring;

/// <content>Sums of products whose factors lie in polynomials of their own.</content>
public sealed unsafe partial class ResidueRing
{
    /// <summary>
    /// sum0 (+)= Σ left_i·right0_i and sum1 (+)= Σ left_i·right1_i, place by place, one limb of each: fewer reductions and far fewer passes over memory than
    /// product by product, and the same residues.
    /// </summary>
    /// <param name="left">One polynomial a term, 1 or more.</param>
    /// <param name="right0">As many.</param>
    /// <param name="right1">As many.</param>
    /// <param name="limb">Which limb of all of those is modulo q, canonical.</param>
    /// <param name="isAccumulated">Whether to add to what the sums hold, canonical, or to overwrite them.</param>
    /// <param name="sum0">No operand; canonical afterwards.</param>
    /// <param name="sum1">No operand; canonical afterwards.</param>
    /// <exception cref="ArgumentException">Counts or degrees do not fit.</exception>
    public void ProductSums(
        ReadOnlySpan<RnsPolynomial> left, ReadOnlySpan<RnsPolynomial> right0, ReadOnlySpan<RnsPolynomial> right1, int limb,
        bool isAccumulated, Span<double> sum0, Span<double> sum1)
    {
        CheckLength(sum0.Length);
        CheckLength(sum1.Length);
        if (left.IsEmpty || left.Length != right0.Length || left.Length != right1.Length)
            throw new ArgumentException($"{left.Length} factors meet {right0.Length} and {right1.Length}; there must be one or more, and as many.", nameof(left));

        // What the sums hold is below q, less than any group of products: it counts as one.
        const int Group = InnerProducts<LanesScalar, double>.GroupSize;
        var summed = isAccumulated ? Group : 0;
        var pointers = stackalloc double*[3 * Group];
        fixed (double* s0 = sum0, s1 = sum1)
        {
            for (var start = 0; start < left.Length; start += Group)
            {
                var size = Math.Min(Group, left.Length - start);
                for (var i = 0; i < size; i++)
                {
                    pointers[i] = Address(left[start + i], limb);
                    pointers[Group + i] = Address(right0[start + i], limb);
                    pointers[(2 * Group) + i] = Address(right1[start + i], limb);
                }
                var state = start + size == left.Length ? SumState.Completes : Reduces(summed + start, size) ? SumState.Reduces : SumState.None;
                if (summed + start > 0)
                    state |= SumState.Continues;
                _kernels.InnerProductPair(pointers, pointers + Group, pointers + (2 * Group), size, state, s0, s1, N, _constants);
            }
        }
        KeepAlive(left);
        KeepAlive(right0);
        KeepAlive(right1);
    }
}
