using System.Buffers;
using System.Numerics;
using BasedAI.Fhe.Ring;

namespace BasedAI.Fhe;

/// <summary>
/// Between vectors of numbers and polynomials with integer coefficients: slot values times the scale, through the inverse canonical
/// embedding, rounded to the nearest integer (ties to even). Slot order is that of SEAL, OpenFHE and Lattigo: rotating by one moves slot
/// j + 1 to slot j. Vectors shorter than N/2 are filled up with zeros. Thread-safe.
/// </summary>
/// <remarks>
/// Encoding runs in IEEE double precision, so two machines may round a coefficient differently by one; operands that must give the same
/// bytes everywhere are shipped as integers (<see cref="EncodeToIntegers"/>, <see cref="FromIntegers"/>). An encoding error of half a unit a
/// coefficient is a slot error of about sqrt(N/24)/scale.
/// </remarks>
public sealed partial class CkksEncoder
{
    private readonly CkksParameters _parameters;
    private readonly SpecialFft _fft;

    /// <summary>Creates an encoder.</summary>
    public CkksEncoder(CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _fft = SpecialFft.Get(parameters.LogN - 1);
    }

    /// <summary>Encodes real values at a level and scale.</summary>
    /// <param name="slots">At most N/2 finite values.</param>
    /// <param name="level">0 … MaxLevel: a plaintext may be used with ciphertexts at or below its level.</param>
    /// <param name="scale">Factor before rounding.</param>
    /// <exception cref="FheOperandException">Too many slots, a value that is not finite, or values too large for the modulus of the level.</exception>
    public Plaintext Encode(ReadOnlySpan<double> slots, int level, Scale scale)
    {
        double[] coefficients = ArrayPool<double>.Shared.Rent(_parameters.N);
        try
        {
            var (re, im) = Load(slots, coefficients);
            return EncodeLoaded(re, im, coefficients.AsSpan(0, _parameters.N), level, scale);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(coefficients, clearArray: true);
        }
    }

    /// <summary>Encodes complex values at a level and scale.</summary>
    /// <inheritdoc cref="Encode(ReadOnlySpan{double}, int, Scale)"/>
    public Plaintext Encode(ReadOnlySpan<Complex> slots, int level, Scale scale)
    {
        double[] coefficients = ArrayPool<double>.Shared.Rent(_parameters.N);
        try
        {
            var (re, im) = Load(slots, coefficients);
            return EncodeLoaded(re, im, coefficients.AsSpan(0, _parameters.N), level, scale);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(coefficients, clearArray: true);
        }
    }

    /// <summary>Encodes the same real value into every slot; needs no FFT and no NTT.</summary>
    /// <exception cref="FheOperandException">The value is not finite or too large for the modulus of the level.</exception>
    public Plaintext EncodeConstant(double value, int level, Scale scale)
    {
        double integer = RoundConstant(_parameters, value, level, scale);
        var polynomial = LimbPool.For(_parameters.N).Rent(level + 1, Representation.Ntt);
        for (int i = 0; i <= level; i++)
            polynomial.Limb(i).Fill(IntegerLifter.Reduce(integer, _parameters.RingQ[i].Modulus.Value));
        return new Plaintext(_parameters, level, scale, polynomial);
    }

    /// <summary>
    /// The N integer coefficients <see cref="Encode(ReadOnlySpan{double}, int, Scale)"/> would use. Shipping them instead of the values
    /// fixes the operand bit for bit.
    /// </summary>
    /// <exception cref="FheOperandException">A coefficient reaches 2^52, too many slots, or a value that is not finite.</exception>
    public long[] EncodeToIntegers(ReadOnlySpan<double> slots, Scale scale)
    {
        double[] coefficients = ArrayPool<double>.Shared.Rent(_parameters.N);
        try
        {
            var (re, im) = Load(slots, coefficients);
            double max = ToRoundedCoefficients(re, im, scale);
            if (max >= IntegerLifter.DirectBound)
            {
                throw new FheOperandException(
                    $"EncodeToIntegers: the largest coefficient is 2^{Math.Log2(max):F1} and must stay below 2^52; use a scale below {scale}.");
            }

            long[] integers = new long[_parameters.N];
            for (int i = 0; i < integers.Length; i++) integers[i] = (long)coefficients[i];
            return integers;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(coefficients, clearArray: true);
        }
    }

    /// <summary>A plaintext from integer coefficients; exact, the same on every machine.</summary>
    /// <param name="coefficients">Exactly N integers of magnitude below 2^52.</param>
    /// <param name="level">0 … MaxLevel.</param>
    /// <param name="scale">Scale the integers stand for.</param>
    /// <exception cref="FheOperandException">Another count, a coefficient out of range, or too large for the modulus of the level.</exception>
    public Plaintext FromIntegers(ReadOnlySpan<long> coefficients, int level, Scale scale)
    {
        if (coefficients.Length != _parameters.N)
            throw new FheOperandException($"FromIntegers: {coefficients.Length} coefficients; the ring has {_parameters.N}.");

        double[] values = ArrayPool<double>.Shared.Rent(_parameters.N);
        try
        {
            double max = 0;
            for (int i = 0; i < coefficients.Length; i++)
            {
                if (coefficients[i] is >= 1L << 52 or <= -(1L << 52))
                    throw new FheOperandException($"FromIntegers: coefficient {i} is not below 2^52 in magnitude.");
                values[i] = coefficients[i];
                max = Math.Max(max, Math.Abs(values[i]));
            }

            CheckFits(_parameters, nameof(FromIntegers), max, level, scale);
            return new Plaintext(_parameters, level, scale, IntegerLifter.Lift(_parameters, values.AsSpan(0, _parameters.N), max, level));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(values, clearArray: true);
        }
    }

    /// <summary>Decodes the real parts of the first <c>slots.Length</c> slots.</summary>
    /// <exception cref="FheOperandException">More slots than N/2, or a plaintext of other parameters.</exception>
    public void Decode(Plaintext plaintext, Span<double> slots)
    {
        double[] coefficients = ArrayPool<double>.Shared.Rent(_parameters.N);
        try
        {
            var (re, _) = DecodeToSlots(plaintext, slots.Length, coefficients);
            re[..slots.Length].CopyTo(slots);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(coefficients, clearArray: true);
        }
    }

    /// <summary>Decodes the first <c>slots.Length</c> slots.</summary>
    /// <inheritdoc cref="Decode(Plaintext, Span{double})"/>
    public void Decode(Plaintext plaintext, Span<Complex> slots)
    {
        double[] coefficients = ArrayPool<double>.Shared.Rent(_parameters.N);
        try
        {
            var (re, im) = DecodeToSlots(plaintext, slots.Length, coefficients);
            for (int i = 0; i < slots.Length; i++) slots[i] = new Complex(re[i], im[i]);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(coefficients, clearArray: true);
        }
    }

    /// <summary>
    /// The N integer coefficients in (-Q/2, Q/2), not divided by the scale; each the nearest double. What noise is measured on.
    /// </summary>
    /// <exception cref="FheOperandException">Another count than N, or a plaintext of other parameters.</exception>
    public void DecodeCoefficients(Plaintext plaintext, Span<double> coefficients)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        Operands.CheckParameters(_parameters, nameof(DecodeCoefficients), plaintext.ParametersId);
        if (coefficients.Length != _parameters.N)
            throw new FheOperandException($"DecodeCoefficients: room for {coefficients.Length} coefficients; the ring has {_parameters.N}.");
        BalancedDigits.ToCoefficients(_parameters, plaintext.Polynomial, plaintext.Level, coefficients);
    }

    /// <summary>Rounds value·scale and checks that it fits the level.</summary>
    internal static double RoundConstant(CkksParameters parameters, double value, int level, Scale scale)
    {
        if (!double.IsFinite(value)) throw new FheOperandException($"EncodeConstant: the value is {value}; only finite numbers can be encoded.");
        double integer = Math.Round(value * scale.Value, MidpointRounding.ToEven);
        CheckFits(parameters, nameof(EncodeConstant), Math.Abs(integer), level, scale);
        return integer;
    }

    private Plaintext EncodeLoaded(Span<double> re, Span<double> im, ReadOnlySpan<double> coefficients, int level, Scale scale)
    {
        double max = ToRoundedCoefficients(re, im, scale);
        CheckFits(_parameters, nameof(Encode), max, level, scale);
        return new Plaintext(_parameters, level, scale, IntegerLifter.Lift(_parameters, coefficients, max, level));
    }

    /// <summary>Slots to rounded coefficients in place; returns the largest magnitude.</summary>
    private double ToRoundedCoefficients(Span<double> re, Span<double> im, Scale scale)
    {
        _fft.InverseTimesN(re, im);
        double factor = scale.Value / _parameters.MaxSlots;
        return Math.Max(RoundScaled(re, factor), RoundScaled(im, factor));
    }

    private static double RoundScaled(Span<double> values, double factor)
    {
        double max = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double rounded = Math.Round(values[i] * factor, MidpointRounding.ToEven);
            values[i] = rounded;
            max = Math.Max(max, Math.Abs(rounded));                      // NaN propagates
        }

        return max;
    }

    private ReImPair Load(ReadOnlySpan<double> slots, double[] buffer)
    {
        var pair = Split(slots.Length, buffer);
        for (int i = 0; i < slots.Length; i++)
        {
            if (!double.IsFinite(slots[i])) throw NotFinite(i, slots[i]);
        }

        slots.CopyTo(pair.Re);
        return pair;
    }

    private ReImPair Load(ReadOnlySpan<Complex> slots, double[] buffer)
    {
        var pair = Split(slots.Length, buffer);
        for (int i = 0; i < slots.Length; i++)
        {
            if (!Complex.IsFinite(slots[i])) throw NotFinite(i, slots[i]);
            pair.Re[i] = slots[i].Real;
            pair.Im[i] = slots[i].Imaginary;
        }

        return pair;
    }

    private ReImPair Split(int slotCount, double[] buffer)
    {
        CheckSlotCount("Encode", slotCount);
        var all = buffer.AsSpan(0, _parameters.N);
        all.Clear();
        return new ReImPair(all[.._parameters.MaxSlots], all[_parameters.MaxSlots..]);
    }

    private ReImPair DecodeToSlots(Plaintext plaintext, int slotCount, double[] buffer)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        Operands.CheckParameters(_parameters, nameof(Decode), plaintext.ParametersId);
        CheckSlotCount("Decode", slotCount);
        var all = buffer.AsSpan(0, _parameters.N);
        BalancedDigits.ToCoefficients(_parameters, plaintext.Polynomial, plaintext.Level, all);
        for (int i = 0; i < all.Length; i++) all[i] /= plaintext.Scale.Value;
        var pair = new ReImPair(all[.._parameters.MaxSlots], all[_parameters.MaxSlots..]);
        _fft.Forward(pair.Re, pair.Im);
        return pair;
    }

    private void CheckSlotCount(string operation, int count)
    {
        if (count > _parameters.MaxSlots)
            throw new FheOperandException($"{operation}: {count} slots; these parameters have {_parameters.MaxSlots}. Use several plaintexts or a larger N.");
    }

    private static void CheckFits(CkksParameters parameters, string operation, double max, int level, Scale scale)
    {
        Operands.CheckScale(parameters, operation, level, scale);
        if (!double.IsFinite(max) || new BigInteger(max) > (parameters.GetModulus(level) - 1) / 2)
        {
            throw new FheOperandException(
                $"{operation}: the largest coefficient is 2^{Math.Log2(max):F1} and the modulus at level {level} has {parameters.GetLogQ(level):F1} bits, "
                + "one of them for the sign. Use smaller values, a smaller scale or a higher level.");
        }
    }

    private static FheOperandException NotFinite(int slot, object value) =>
        new($"Encode: slot {slot} is {value}; only finite numbers can be encoded.");

    private readonly ref struct ReImPair(Span<double> re, Span<double> im)
    {
        public Span<double> Re { get; } = re;

        public Span<double> Im { get; } = im;

        public void Deconstruct(out Span<double> re, out Span<double> im)
        {
            re = Re;
            im = Im;
        }
    }
}
