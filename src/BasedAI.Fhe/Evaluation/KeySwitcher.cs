using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Key switching: from c, meant for s', to (k0, k1) with k0 + k1·s ≈ c·s'. ModUp the digits of c, inner product with the key over
/// Q·P, ModDown by P. Everything between is exact modulo each prime, so the order of the work never changes a result.
/// </summary>
/// <remarks>
/// Han, Ki (CT-RSA 2020), section 3. A digit of alpha limbs is extended as its CENTRED value (exact, Halevi–Polyakov–Shoup 2019); ModDown
/// divides by P rounding to the nearest. Cost at level l with d digits: (l + 1) inverse NTTs, d·(l + 1 + alpha) - (l + 1) forward, then
/// 2·alpha inverse and 2·(l + 1) forward. Loops run over target limbs on the outside: limbs are independent, one scratch limb serves all.
/// </remarks>
internal sealed class KeySwitcher
{
    private readonly CkksParameters _parameters;
    private readonly LimbPool _pool;

    public KeySwitcher(CkksParameters parameters)
    {
        _parameters = parameters;
        _pool = LimbPool.For(parameters.N);
    }

    /// <summary>Switches a polynomial in NTT form; writes q0 … q_level of both results.</summary>
    public void Switch(RnsPolynomial source, int level, SwitchingKey key, RnsPolynomial destination0, RnsPolynomial destination1)
    {
        using var sum0 = _pool.Rent(level + 1 + _parameters.Alpha, Representation.Ntt);
        using var sum1 = _pool.Rent(level + 1 + _parameters.Alpha, Representation.Ntt);
        if (_parameters.Alpha == 1)
        {
            using var coefficients = ToCoefficients(source, level);
            using var scratch = _pool.Rent(1, Representation.Ntt);
            for (int limb = 0; limb <= level + 1; limb++)
                ExtendAndAccumulateLimb(source, coefficients, level, limb, key, scratch.Limb(0), sum0.Limb(limb), sum1.Limb(limb));
        }
        else
        {
            using var digits = Decompose(source, level);
            InnerProduct(digits, key, sum0, sum1);
        }

        ModDown(sum0, level, destination0);
        ModDown(sum1, level, destination1);
    }

    /// <summary>Switches digits that are already there.</summary>
    public void Switch(DigitDecomposition digits, SwitchingKey key, RnsPolynomial destination0, RnsPolynomial destination1)
    {
        using var sum0 = _pool.Rent(digits.Level + 1 + _parameters.Alpha, Representation.Ntt);
        using var sum1 = _pool.Rent(digits.Level + 1 + _parameters.Alpha, Representation.Ntt);
        InnerProduct(digits, key, sum0, sum1);
        ModDown(sum0, digits.Level, destination0);
        ModDown(sum1, digits.Level, destination1);
    }

    /// <summary>Splits a polynomial in NTT form into digits and extends each.</summary>
    public DigitDecomposition Decompose(RnsPolynomial source, int level)
    {
        using var coefficients = ToCoefficients(source, level);
        var digits = new RnsPolynomial[_parameters.GetDigitCount(level)];
        for (int d = 0; d < digits.Length; d++)
        {
            digits[d] = _pool.Rent(level + 1 + _parameters.Alpha, Representation.Ntt);
            ModUp(source, coefficients, level, d, digits[d]);
        }

        return new DigitDecomposition(level, digits);
    }

    /// <summary>One digit to all limbs: its own limbs are copied, the others converted and transformed.</summary>
    private void ModUp(RnsPolynomial source, RnsPolynomial coefficients, int level, int digit, RnsPolynomial destination)
    {
        int start = digit * _parameters.Alpha, end = Math.Min(start + _parameters.Alpha, level + 1);
        for (int i = start; i < end; i++) source.Limb(i).CopyTo(destination.Limb(i));

        var (converter, targets) = _parameters.Tables.Converters.GetUp(level, digit);
        if (end - start == 1)
        {
            foreach (int limb in targets)
                _parameters.GetRing(level, limb).ReduceCentered(coefficients.Limb(start), _parameters.RingQ[start].Modulus, destination.Limb(limb));
        }
        else
        {
            destination.Representation = Representation.Coefficient;
            converter.Convert(coefficients, start, destination, targets);
            destination.Representation = Representation.Ntt;
        }

        foreach (int limb in targets) _parameters.GetRing(level, limb).Ntt(destination.Limb(limb));
    }

    /// <summary>The sums of digit·key over all digits, for every limb of Q·P.</summary>
    private void InnerProduct(DigitDecomposition digits, SwitchingKey key, RnsPolynomial sum0, RnsPolynomial sum1)
    {
        for (int limb = 0; limb <= digits.Level + _parameters.Alpha; limb++)
        {
            for (int d = 0; d < digits.Count; d++)
                Accumulate(digits.Limb(d, limb), digits.Level, limb, d, key, sum0.Limb(limb), sum1.Limb(limb));
        }
    }

    /// <summary>ModUp and inner product of one target limb, for digits of one limb each.</summary>
    private void ExtendAndAccumulateLimb(
        RnsPolynomial source, RnsPolynomial coefficients, int level, int limb, SwitchingKey key, Span<double> scratch, Span<double> sum0, Span<double> sum1)
    {
        var ring = _parameters.GetRing(level, limb);
        for (int d = 0; d <= level; d++)
        {
            if (d == limb)
            {
                Accumulate(source.Limb(d), level, limb, d, key, sum0, sum1);
                continue;
            }

            ring.ReduceCentered(coefficients.Limb(d), _parameters.RingQ[d].Modulus, scratch);
            ring.Ntt(scratch);
            Accumulate(scratch, level, limb, d, key, sum0, sum1);
        }
    }

    private void Accumulate(ReadOnlySpan<double> digit, int level, int limb, int d, SwitchingKey key, Span<double> sum0, Span<double> sum1)
    {
        var ring = _parameters.GetRing(level, limb);
        int keyLimb = limb <= level ? limb : limb - level + key.Level;      // a key cut at a higher level has more limbs before P
        if (d == 0)
        {
            ring.Multiply(digit, key.B[d].Limb(keyLimb), sum0);
            ring.Multiply(digit, key.A[d].Limb(keyLimb), sum1);
            return;
        }

        ring.MultiplyAdd(digit, key.B[d].Limb(keyLimb), sum0);
        ring.MultiplyAdd(digit, key.A[d].Limb(keyLimb), sum1);
    }

    /// <summary>Divides by P, rounding to the nearest: (x - [x]_P)·P^-1 with [x]_P centred. Spoils the special limbs of the source.</summary>
    private void ModDown(RnsPolynomial source, int level, RnsPolynomial destination)
    {
        for (int j = 0; j < _parameters.Alpha; j++) _parameters.RingP[j].InverseNtt(source.Limb(level + 1 + j));

        using var remainder = _pool.Rent(_parameters.Alpha == 1 ? 1 : level + 1, Representation.Coefficient);
        if (_parameters.Alpha > 1)
        {
            var (converter, targets) = _parameters.Tables.Converters.GetDown(level);
            source.Representation = Representation.Coefficient;           // of the limbs converted; the others are not read
            converter.Convert(source, level + 1, remainder, targets);
        }

        for (int i = 0; i <= level; i++)
        {
            var ring = _parameters.RingQ[i];
            var limb = remainder.Limb(_parameters.Alpha == 1 ? 0 : i);
            if (_parameters.Alpha == 1) ring.ReduceCentered(source.Limb(level + 1), _parameters.RingP[0].Modulus, limb);
            ring.Ntt(limb);
            ring.SubtractMultiplyScalar(source.Limb(i), limb, _parameters.Tables.GetSpecialInverse(i), destination.Limb(i));
        }
    }

    private RnsPolynomial ToCoefficients(RnsPolynomial source, int level)
    {
        var coefficients = _pool.Rent(level + 1, Representation.Coefficient);
        for (int i = 0; i <= level; i++)
        {
            source.Limb(i).CopyTo(coefficients.Limb(i));
            _parameters.RingQ[i].InverseNtt(coefficients.Limb(i));
        }

        return coefficients;
    }
}
