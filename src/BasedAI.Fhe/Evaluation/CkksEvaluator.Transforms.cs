// Double hoisting: Bossuat, Mouchet, Troncoso-Pastoriza, Hubaux, "Efficient Bootstrapping for Approximate Homomorphic Encryption with Non-sparse Keys" (EUROCRYPT
// 2021), algorithm 6. Baby steps stay multiplied by P over Q·P; diagonals are encoded over Q·P; a giant step brings only c1 down to Q, to decompose it; one ModDown a
// part at the end. Keys switch from s to σ^-1(s), so an automorphism comes after its inner product, limb by limb over Q·P.
//
// Limbs are independent up to the giant steps: for one limb all baby steps and all their sums, so that they are met in the cache.
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>Linear transforms.</summary>
public sealed partial class CkksEvaluator
{
    /// <summary>Matrix times vector, at the level of the operand; scales multiply. Rescale afterwards.</summary>
    /// <param name="operand">Degree 1, at the level of the transform or below. Its vector repeats with the period of the matrix.</param>
    /// <param name="transform">The matrix.</param>
    /// <exception cref="FheOperandException">Other parameters, degree 2, a level above that of the transform, or a scale that outgrows the modulus.</exception>
    /// <exception cref="MissingEvaluationKeyException">One of <see cref="LinearTransform.GaloisKeys"/> is missing; nothing has been computed then.</exception>
    public Ciphertext Transform(Ciphertext operand, LinearTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        CheckAutomorphism(nameof(Transform), operand);
        Operands.CheckParameters(_parameters, nameof(Transform), transform.ParametersId);
        Operands.CheckPlaintextLevel(nameof(Transform), operand.Level, transform.Level);
        var scale = operand.Scale * transform.Scale;
        Operands.CheckScale(_parameters, nameof(Transform), operand.Level, scale);
        foreach (var key in transform.GaloisKeys) _ = GetGaloisKey(key.Element, operand.Level);

        var result = NewResult(1, operand.Level);
        result.Reshape(1, operand.Level, scale);
        if (transform.Cost.KeySwitches == 0) MultiplyDiagonal(operand, transform, result);
        else TransformExtended(operand, transform, result);
        return result;
    }

    /// <summary>The main diagonal alone needs no key.</summary>
    private void MultiplyDiagonal(Ciphertext operand, LinearTransform transform, Ciphertext result)
    {
        using var sources = LimbPool.For(_parameters.N).Lease(2, Representation.Ntt);
        for (int limb = 0; limb <= operand.Level; limb++)
        {
            for (int k = 0; k < 2; k++) operand.Part(k).Limb(limb).CopyTo(sources.Limb(k));
            transform.Encoded.Multiply(_parameters.RingQ[limb], operand.Level, limb, sources.Polynomial, [result.Part(0)], [result.Part(1)]);
        }
    }

    private void TransformExtended(Ciphertext operand, LinearTransform transform, Ciphertext result)
    {
        int level = operand.Level, limbs = _switcher.ExtendedLimbCount(level);
        var pool = LimbPool.For(_parameters.N);
        using var room = pool.Lease(_switcher.DecompositionLimbCount(level), Representation.Ntt);
        using var row = new PolynomialSet(pool, 2 * transform.Rows.Length, limbs);
        var sums0 = row.Polynomials[..transform.Rows.Length];
        var sums1 = row.Polynomials[transform.Rows.Length..];

        var digits = transform.Cost.BabySteps > 0
            ? _switcher.Decompose(operand.Part(1), level, room.Polynomial)
            : new DigitDecomposition(room.Polynomial, level, _parameters.GetDigitCount(level), limbs);
        LimbLoop.Run(limbs, _threads, new BabyWork(this, operand, digits, transform, GetBabyKeys(transform, level), sums0, sums1));

        if (transform.Split.IsSerial)
        {
            for (int g = sums0.Length - 1; g > 0; g--)
                GiantStep(sums0[g], sums1[g], transform.Split.BabySize, level, room.Polynomial, sums0[g - 1], sums1[g - 1]);
        }
        else
        {
            for (int g = 1; g < sums0.Length; g++)
                GiantStep(sums0[g], sums1[g], transform.Rows[g].Step, level, room.Polynomial, sums0[0], sums1[0]);
        }

        _switcher.ModDown(sums0[0], level, result.Part(0));
        _switcher.ModDown(sums1[0], level, result.Part(1));
    }

    /// <summary>target += rotation of source, both over Q·P.</summary>
    private void GiantStep(RnsPolynomial source0, RnsPolynomial source1, int steps, int level, RnsPolynomial room, RnsPolynomial target0, RnsPolynomial target1)
    {
        using var c1 = LimbPool.For(_parameters.N).Lease(level + 1, Representation.Ntt);
        _switcher.ModDown(source1, level, c1.Polynomial);
        var digits = _switcher.Decompose(c1.Polynomial, level, room);
        var element = _parameters.GetRotationElement(steps);
        LimbLoop.Run(
            _switcher.ExtendedLimbCount(level), _threads, new GiantWork(_parameters, digits, GetGaloisKey(element, level), element, source0, target0, target1));
    }

    private (GaloisElement Element, SwitchingKey Key)?[] GetBabyKeys(LinearTransform transform, int level)
    {
        var keys = new (GaloisElement, SwitchingKey)?[transform.BabySteps.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (transform.BabySteps[i] == 0) continue;
            var element = _parameters.GetRotationElement(transform.BabySteps[i]);
            keys[i] = (element, GetGaloisKey(element, level));
        }

        return keys;
    }

    /// <summary>One limb: every rotated operand times P, then the sums of every giant step.</summary>
    private readonly struct BabyWork(
        CkksEvaluator evaluator, Ciphertext operand, DigitDecomposition digits, LinearTransform transform,
        (GaloisElement Element, SwitchingKey Key)?[] keys, RnsPolynomial[] sums0, RnsPolynomial[] sums1) : ILimbWork
    {
        public void Run(int index)
        {
            int level = digits.Level;
            var ring = evaluator._parameters.GetRing(level, index);
            using var sources = LimbPool.For(ring.N).Lease((2 * keys.Length) + 1, Representation.Ntt);
            var lifted = sources.Limb(2 * keys.Length);
            bool isOfQ = index <= level;
            ulong p = isOfQ ? evaluator._parameters.Tables.GetSpecialModulus(index) : 0;
            if (isOfQ) ring.MultiplyScalar(operand.Part(0).Limb(index), p, lifted);
            for (int i = 0; i < keys.Length; i++)
            {
                Span<double> source0 = sources.Limb(2 * i), source1 = sources.Limb((2 * i) + 1);
                if (keys[i] is { } use)
                {
                    ring.PermutedInnerProducts(
                        digits.Limbs, index, digits.Stride, digits.Count, use.Key.B, use.Key.A, use.Key.GetLimb(level, index),
                        isOfQ ? lifted : [], use.Element, isAccumulated: false, source0, source1);
                }
                else if (isOfQ)
                {
                    lifted.CopyTo(source0);
                    ring.MultiplyScalar(operand.Part(1).Limb(index), p, source1);
                }
                else
                {
                    source0.Clear();
                    source1.Clear();
                }
            }

            transform.Encoded.Multiply(ring, level, index, sources.Polynomial, sums0, sums1);
        }
    }

    private readonly struct GiantWork(
        CkksParameters parameters, DigitDecomposition digits, SwitchingKey key, GaloisElement element,
        RnsPolynomial addend, RnsPolynomial target0, RnsPolynomial target1) : ILimbWork
    {
        public void Run(int index) => parameters.GetRing(digits.Level, index).PermutedInnerProducts(
            digits.Limbs, index, digits.Stride, digits.Count, key.B, key.A, key.GetLimb(digits.Level, index),
            addend.Limb(index), element, isAccumulated: true, target0.Limb(index), target1.Limb(index));
    }

    /// <summary>Polynomials rented together.</summary>
    private readonly struct PolynomialSet : IDisposable
    {
        public PolynomialSet(LimbPool pool, int count, int limbs)
        {
            Polynomials = new RnsPolynomial[count];
            for (int i = 0; i < count; i++) Polynomials[i] = pool.Rent(limbs, Representation.Ntt);
        }

        public RnsPolynomial[] Polynomials { get; }

        public void Dispose() => Operands.DisposeAll(Polynomials);
    }
}
