using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Key switching: from c, meant for s', to (k0, k1) with k0 + k1·s ≈ c·s'. ModUp the digits of c, inner product with the key over
/// Q·P, ModDown by P. Everything between is exact modulo each prime, so neither the order of the work nor the number of threads changes a result.
/// </summary>
/// <remarks>
/// Han, Ki (CT-RSA 2020), section 3. A digit of alpha limbs is extended as its CENTRED value (exact, Halevi–Polyakov–Shoup 2019); ModDown
/// divides by P rounding to the nearest. Cost at level l with d digits: (l + 1) inverse NTTs, d·(l + 1 + alpha) - (l + 1) forward, then
/// 2·alpha inverse and 2·(l + 1) forward. Target limbs are the outer loop: digits of one limb are extended, transformed and multiplied into the sums
/// while they are in the cache.
/// </remarks>
internal sealed class KeySwitcher
{
    private readonly CkksParameters _parameters;
    private readonly LimbPool _pool;
    private readonly int _threads;

    public KeySwitcher(CkksParameters parameters, int threads = 1)
    {
        _parameters = parameters;
        _pool = LimbPool.For(parameters.N);
        _threads = threads;
    }

    /// <summary>Limbs of a sum over q0 … q_level, p0 ….</summary>
    public int ExtendedLimbCount(int level) => level + 1 + _parameters.Alpha;

    /// <summary>Limbs of scratch that <see cref="Decompose"/> wants at a level.</summary>
    public int DecompositionLimbCount(int level) => _parameters.GetDigitCount(level) * ExtendedLimbCount(level);

    /// <summary>Switches a polynomial in NTT form and writes q0 … q_level of both results.</summary>
    public void Switch(RnsPolynomial source, int level, SwitchingKey key, in SwitchTarget target)
    {
        using var scaled = _pool.Lease(level + 1, Representation.Coefficient);
        LimbLoop.Run(level + 1, _threads, new ScaleWork(_parameters, level, source, scaled.Polynomial));
        SwitchAndDivide(new LimbSwitch(_parameters, level, source, scaled.Polynomial, key), level, target);
    }

    /// <summary>Switches digits that are already there.</summary>
    public void Switch(DigitDecomposition digits, SwitchingKey key, in SwitchTarget target) =>
        SwitchAndDivide(new DigitSwitch(_parameters, digits, key), digits.Level, target);

    /// <summary>The sums before ModDown: k0·P and k1·P over q0 … q_level, p0 ….</summary>
    public void SwitchToExtended(RnsPolynomial source, int level, SwitchingKey key, RnsPolynomial sum0, RnsPolynomial sum1)
    {
        using var scaled = _pool.Lease(level + 1, Representation.Coefficient);
        LimbLoop.Run(level + 1, _threads, new ScaleWork(_parameters, level, source, scaled.Polynomial));
        var limbSwitch = new LimbSwitch(_parameters, level, source, scaled.Polynomial, key);
        LimbLoop.Run(ExtendedLimbCount(level), _threads, new SumWork<LimbSwitch>(limbSwitch, sum0, sum1));
    }

    /// <summary>Splits a polynomial in NTT form into digits and extends each; <paramref name="limbs"/> has room for <see cref="DecompositionLimbCount"/>.</summary>
    public DigitDecomposition Decompose(RnsPolynomial source, int level, RnsPolynomial limbs)
    {
        using var scaled = _pool.Lease(level + 1, Representation.Coefficient);
        LimbLoop.Run(level + 1, _threads, new ScaleWork(_parameters, level, source, scaled.Polynomial));
        var digits = new DigitDecomposition(limbs, level, _parameters.GetDigitCount(level), ExtendedLimbCount(level));
        LimbLoop.Run(ExtendedLimbCount(level), _threads, new ExtendWork(_parameters, source, scaled.Polynomial, digits));
        return digits;
    }

    /// <summary>The sums of digit·key over all digits, for every limb of Q·P.</summary>
    public void InnerProduct(DigitDecomposition digits, SwitchingKey key, RnsPolynomial sum0, RnsPolynomial sum1) => LimbLoop.Run(
        ExtendedLimbCount(digits.Level), _threads, new SumWork<DigitSwitch>(new DigitSwitch(_parameters, digits, key), sum0, sum1));

    /// <summary>Divides by P, rounding to the nearest.</summary>
    public void ModDown(RnsPolynomial source, int level, RnsPolynomial destination) =>
        _parameters.Tables.Converters.GetModDown(level).Divide(source, null, destination, _threads);

    /// <summary>
    /// The limbs of P first, because their remainder is subtracted from all others; then each other limb from its sums to its quotient while it is in the cache.
    /// </summary>
    private void SwitchAndDivide<TSwitch>(TSwitch limbSwitch, int level, in SwitchTarget target)
        where TSwitch : struct, ILimbSwitch
    {
        var division = _parameters.Tables.Converters.GetModDown(level);
        using var remainder0 = _pool.Lease(division.TailCount, Representation.Coefficient);
        using var remainder1 = _pool.Lease(division.TailCount, Representation.Coefficient);
        LimbLoop.Run(division.TailCount, _threads, new RemainderWork<TSwitch>(
            limbSwitch, division, remainder0.Polynomial, remainder1.Polynomial));
        LimbLoop.Run(division.KeptCount, _threads, new QuotientWork<TSwitch>(
            limbSwitch, division, remainder0.Polynomial, remainder1.Polynomial, _parameters, target));
    }

    // Work on limbs, as values: a loop over them allocates nothing.

    /// <summary>NTT form to coefficients, times what the conversion of the digit wants.</summary>
    private readonly struct ScaleWork(CkksParameters parameters, int level, RnsPolynomial source, RnsPolynomial scaled) : ILimbWork
    {
        public void Run(int index)
        {
            int digit = index / parameters.Alpha;
            ulong scale = parameters.Tables.Converters.GetUp(level, digit).GetScale(index - (digit * parameters.Alpha));
            parameters.RingQ[index].InverseNtt(source.Limb(index), scale, scaled.Limb(index));
        }
    }

    private readonly struct ExtendWork(CkksParameters parameters, RnsPolynomial source, RnsPolynomial scaled, DigitDecomposition digits) : ILimbWork
    {
        public void Run(int index)
        {
            for (int d = 0; d < digits.Count; d++) LimbSwitch.Extend(parameters, source, scaled, digits.Level, d, index, digits.Limb(d, index));
        }
    }

    private readonly struct SumWork<TSwitch>(TSwitch limbSwitch, RnsPolynomial sum0, RnsPolynomial sum1) : ILimbWork
        where TSwitch : struct, ILimbSwitch
    {
        public void Run(int index) => limbSwitch.Sum(index, sum0.Limb(index), sum1.Limb(index));
    }

    private readonly struct RemainderWork<TSwitch>(TSwitch limbSwitch, TailDivision division, RnsPolynomial remainder0, RnsPolynomial remainder1) : ILimbWork
        where TSwitch : struct, ILimbSwitch
    {
        public void Run(int index)
        {
            limbSwitch.Sum(division.KeptCount + index, remainder0.Limb(index), remainder1.Limb(index));
            division.ToRemainder(remainder0.Limb(index), index, remainder0.Limb(index));
            division.ToRemainder(remainder1.Limb(index), index, remainder1.Limb(index));
        }
    }

    private readonly struct QuotientWork<TSwitch>(
        TSwitch limbSwitch, TailDivision division, RnsPolynomial remainder0, RnsPolynomial remainder1, CkksParameters parameters, SwitchTarget target) : ILimbWork
        where TSwitch : struct, ILimbSwitch
    {
        public void Run(int index)
        {
            using var sums = LimbPool.For(remainder0.N).Lease(2, Representation.Ntt);
            limbSwitch.Sum(index, sums.Limb(0), sums.Limb(1));
            Finish(sums.Limb(0), remainder0, index, target.Addend0, target.Destination0.Limb(index));
            Finish(sums.Limb(1), remainder1, index, target.Addend1, target.Destination1.Limb(index));
        }

        private void Finish(Span<double> sum, RnsPolynomial remainder, int index, RnsPolynomial? addend, Span<double> destination)
        {
            division.ToQuotient(sum, remainder, index, addend, target.Element is null ? destination : sum);
            if (target.Element is { } element) parameters.RingQ[index].Automorphism(sum, element, Representation.Ntt, destination);
        }
    }
}
