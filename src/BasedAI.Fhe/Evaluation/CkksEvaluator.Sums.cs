using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Sums of products that need no key, in one walk over their factors.</summary>
public sealed partial class CkksEvaluator
{
    /// <summary>Σ left_i·right_i with plaintexts: the same bytes as products and sums one by one. Degrees may differ.</summary>
    /// <param name="left">One or more, all at one level.</param>
    /// <param name="right">As many, at that level or above; all products have the same scale.</param>
    /// <exception cref="FheOperandException">Counts, parameters, levels or scales do not fit.</exception>
    public Ciphertext MultiplySum(ReadOnlySpan<Ciphertext> left, ReadOnlySpan<Plaintext> right)
    {
        _ = CheckSum(left, right);
        var result = NewResult(1, left[0].Level);
        MultiplySum(left, right, result);
        return result;
    }

    /// <inheritdoc cref="MultiplySum(ReadOnlySpan{Ciphertext}, ReadOnlySpan{Plaintext})"/>
    /// <param name="left">One or more, all at one level.</param>
    /// <param name="right">As many, at that level or above; all products have the same scale.</param>
    /// <param name="destination">None of the operands.</param>
    /// <param name="isAccumulated">Whether to add to the destination, which then has that level and scale and keeps its own, or to overwrite it.</param>
    public void MultiplySum(ReadOnlySpan<Ciphertext> left, ReadOnlySpan<Plaintext> right, Ciphertext destination, bool isAccumulated = false)
    {
        var scale = CheckSum(left, right);
        CheckSumDestination(left, destination, scale, isAccumulated);
        int before = isAccumulated ? destination.Degree : -1, degree = Math.Max(1, before);
        foreach (var factor in left) degree = Math.Max(degree, factor.Degree);
        destination.Reshape(degree, left[0].Level, isAccumulated ? destination.Scale : scale);

        var plaintexts = new RnsPolynomial[right.Length];
        for (int i = 0; i < plaintexts.Length; i++) plaintexts[i] = right[i].Polynomial;
        LimbLoop.Run(left[0].Level + 1, _threads, new PlaintextSumWork(_parameters, left.ToArray(), plaintexts, destination, before));
    }

    /// <summary>Σ left_i·right_i of degree 2: the same bytes as products and sums one by one. Relinearise the sum.</summary>
    /// <param name="left">One or more of degree 1, all at one level.</param>
    /// <param name="right">As many, likewise; all products have the same scale. May be the left ones.</param>
    /// <exception cref="FheOperandException">Counts, parameters, degrees, levels or scales do not fit.</exception>
    public Ciphertext MultiplySum(ReadOnlySpan<Ciphertext> left, ReadOnlySpan<Ciphertext> right)
    {
        _ = CheckSum(left, right);
        var result = NewResult(2, left[0].Level);
        MultiplySum(left, right, result);
        return result;
    }

    /// <inheritdoc cref="MultiplySum(ReadOnlySpan{Ciphertext}, ReadOnlySpan{Ciphertext})"/>
    /// <param name="left">One or more of degree 1, all at one level.</param>
    /// <param name="right">As many, likewise; all products have the same scale. May be the left ones.</param>
    /// <param name="destination">None of the operands.</param>
    /// <param name="isAccumulated">Whether to add to the destination, which then has that level and scale and keeps its own, or to overwrite it.</param>
    public void MultiplySum(ReadOnlySpan<Ciphertext> left, ReadOnlySpan<Ciphertext> right, Ciphertext destination, bool isAccumulated = false)
    {
        var scale = CheckSum(left, right);
        CheckSumDestination(left, destination, scale, isAccumulated);
        CheckSumDestination(right, destination, scale, isAccumulated);
        int before = isAccumulated ? destination.Degree : -1;
        destination.Reshape(2, left[0].Level, isAccumulated ? destination.Scale : scale);
        LimbLoop.Run(left[0].Level + 1, _threads, new CiphertextSumWork(
            _parameters, GatherParts(left, 0), GatherParts(left, 1), GatherParts(right, 0), GatherParts(right, 1), destination, before));
    }

    private Scale CheckSum(ReadOnlySpan<Ciphertext> left, ReadOnlySpan<Plaintext> right)
    {
        CheckSumCounts(left.Length, right.Length);
        for (int i = 0; i < left.Length; i++)
        {
            Check(nameof(MultiplySum), left[i], right[i]);
            Operands.CheckSameLevel(nameof(MultiplySum), left[0].Level, left[i].Level);
            Operands.CheckScale(_parameters, nameof(MultiplySum), left[i].Level, left[i].Scale * right[i].Scale);
            Operands.CheckSameScale(nameof(MultiplySum), left[0].Scale * right[0].Scale, left[i].Scale * right[i].Scale);
        }

        return left[0].Scale * right[0].Scale;
    }

    private Scale CheckSum(ReadOnlySpan<Ciphertext> left, ReadOnlySpan<Ciphertext> right)
    {
        CheckSumCounts(left.Length, right.Length);
        for (int i = 0; i < left.Length; i++)
        {
            var scale = CheckProduct(nameof(MultiplySum), left[i], right[i]);
            Operands.CheckSameLevel(nameof(MultiplySum), left[0].Level, left[i].Level);
            Operands.CheckSameScale(nameof(MultiplySum), left[0].Scale * right[0].Scale, scale);
        }

        return left[0].Scale * right[0].Scale;
    }

    private static void CheckSumCounts(int left, int right)
    {
        if (left == 0 || left != right) throw new FheOperandException($"MultiplySum: {left} left factors meet {right} right ones; give one or more, and as many.");
    }

    private void CheckSumDestination(ReadOnlySpan<Ciphertext> operands, Ciphertext destination, Scale scale, bool isAccumulated)
    {
        foreach (var operand in operands) CheckDestination(nameof(MultiplySum), destination, operand);
        if (!isAccumulated) return;
        Operands.CheckSameLevel(nameof(MultiplySum), destination.Level, operands[0].Level);
        Operands.CheckSameScale(nameof(MultiplySum), destination.Scale, scale);
    }

    private static RnsPolynomial[] GatherParts(ReadOnlySpan<Ciphertext> ciphertexts, int part)
    {
        var parts = new RnsPolynomial[ciphertexts.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = ciphertexts[i].Part(part);
        return parts;
    }

    /// <summary>One limb of every part; <paramref name="before"/> is the degree of what is added to, or -1.</summary>
    private readonly struct PlaintextSumWork(CkksParameters parameters, Ciphertext[] left, RnsPolynomial[] right, Ciphertext destination, int before) : ILimbWork
    {
        private readonly RnsPolynomial[] _left0 = GatherParts(left, 0);
        private readonly RnsPolynomial[] _left1 = GatherParts(left, 1);

        public void Run(int index)
        {
            var ring = parameters.RingQ[index];
            ring.ProductSums(right, _left0, _left1, index, before >= 0, destination.Part(0).Limb(index), destination.Part(1).Limb(index));
            bool isBegun = before == 2;
            for (int i = 0; i < left.Length; i++)
            {
                if (left[i].Degree < 2) continue;
                var sum = destination.Part(2).Limb(index);
                if (isBegun) ring.MultiplyAdd(left[i].Part(2).Limb(index), right[i].Limb(index), sum);
                else ring.Multiply(left[i].Part(2).Limb(index), right[i].Limb(index), sum);
                isBegun = true;
            }
        }
    }

    /// <summary>One limb of Σ l0·r0, Σ (l0·r1 + l1·r0), Σ l1·r1; <paramref name="before"/> is the degree of what is added to, or -1.</summary>
    private readonly struct CiphertextSumWork(
        CkksParameters parameters, RnsPolynomial[] left0, RnsPolynomial[] left1, RnsPolynomial[] right0, RnsPolynomial[] right1,
        Ciphertext destination, int before) : ILimbWork
    {
        public void Run(int index)
        {
            var ring = parameters.RingQ[index];
            Span<double> cross = destination.Part(1).Limb(index), last = destination.Part(2).Limb(index);
            ring.ProductSums(left0, right0, right1, index, before >= 0, destination.Part(0).Limb(index), cross);
            if (before < 2) last.Clear();
            ring.ProductSums(left1, right0, right1, index, isAccumulated: true, cross, last);
        }
    }
}
