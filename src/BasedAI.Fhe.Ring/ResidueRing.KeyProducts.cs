using BasedAI.Fhe.Ring.Kernels;

namespace BasedAI.Fhe.Ring;

/// <content>The inner product of a key switch: one row of digits with both halves of a key.</content>
public sealed unsafe partial class ResidueRing
{
    /// <summary>sum0 = Σ digit_i·b_i and sum1 = Σ digit_i·a_i, place by place, one limb of each. The digits are read once.</summary>
    /// <param name="digits">The limb of digit i modulo q is limb <paramref name="first"/> + i·<paramref name="stride"/> of it, canonical.</param>
    /// <param name="first">Where the limb of digit 0 is.</param>
    /// <param name="stride">Limbs from one digit to the next.</param>
    /// <param name="b">One polynomial a digit, 1 or more.</param>
    /// <param name="a">As many, or more.</param>
    /// <param name="keyLimb">Which limb of those is modulo q, canonical.</param>
    /// <param name="sum0">No operand; canonical afterwards.</param>
    /// <param name="sum1">No operand; canonical afterwards.</param>
    /// <param name="count">Digits; at most the polynomials of the key.</param>
    /// <param name="summed">Products already in the sums: 0 starts them.</param>
    /// <param name="isComplete">If false the sums are left incomplete: only another call, with the count so far, may read them.</param>
    /// <exception cref="ArgumentException">A degree is not N, or there are fewer polynomials than digits.</exception>
    public void InnerProducts(
        RnsPolynomial digits, int first, int stride, int count, ReadOnlySpan<RnsPolynomial> b, ReadOnlySpan<RnsPolynomial> a, int keyLimb, Span<double> sum0, Span<double> sum1,
        int summed = 0, bool isComplete = true)
    {
        ArgumentNullException.ThrowIfNull(digits);
        CheckLength(sum0.Length);
        CheckLength(sum1.Length);
        if (count < 1 || count > b.Length || count > a.Length)
            throw new ArgumentException($"{count} digits meet keys of {b.Length} and {a.Length} polynomials; there must be 1 … as many digits.", nameof(count));

        const int Group = InnerProducts<LanesScalar, double>.GroupSize;
        var pointers = stackalloc double*[3 * Group];
        fixed (double* s0 = sum0, s1 = sum1)
        {
            for (var start = 0; start < count; start += Group)
            {
                var size = Math.Min(Group, count - start);
                for (var i = 0; i < size; i++)
                {
                    var digit = digits.Limb(first + ((start + i) * stride));
                    CheckLength(digit.Length);
                    CheckLength(b[start + i].N);
                    CheckLength(a[start + i].N);
                    AssertCanonical(digit);
                    pointers[i] = digits.Address(first + ((start + i) * stride));
                    pointers[Group + i] = b[start + i].Address(keyLimb);
                    pointers[(2 * Group) + i] = a[start + i].Address(keyLimb);
                }
                var state = isComplete && start + size == count ? SumState.Completes : Reduces(summed + start, size) ? SumState.Reduces : SumState.None;
                if (summed + start > 0)
                    state |= SumState.Continues;
                _kernels.InnerProductPair(pointers, pointers + Group, pointers + (2 * Group), size, state, s0, s1, N, _constants);
            }
        }
        GC.KeepAlive(digits);
        for (var i = 0; i < count; i++)
        {
            GC.KeepAlive(b[i]);
            GC.KeepAlive(a[i]);
        }
    }

    // Groups are at most half of what may stay unreduced: reducing whenever another half is full is enough.
    private static bool Reduces(int before, int size)
    {
        const int Half = InnerProducts<LanesScalar, double>.MaxUnreduced / 2;
        return before / Half != (before + size) / Half;
    }
}
