using System.Numerics;
using System.Runtime.InteropServices;
using BasedAI.Fhe.Ring;
using BasedAI.Fhe.Ring.Embedding;

namespace BasedAI.Fhe;

/// <summary>
/// Between vectors of numbers and polynomials with integer coefficients: slot values times the scale, through the inverse canonical
/// embedding, rounded to the nearest integer (ties to even). Slot order is that of OpenFHE and Lattigo (powers of 5; SEAL has powers of 3): rotating by one moves slot
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
    private readonly CanonicalEmbedding _embedding;
    private readonly Func<int, int, ulong> _getInverse;

    /// <summary>Creates an encoder.</summary>
    public CkksEncoder(CkksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _embedding = CanonicalEmbedding.Get(parameters.LogN - 1);
        _getInverse = parameters.Tables.GetInverse;
    }

    /// <summary>Encodes real values at a level and scale.</summary>
    /// <param name="slots">At most N/2 finite values.</param>
    /// <param name="level">0 … MaxLevel: a plaintext may be used with ciphertexts at or below its level.</param>
    /// <param name="scale">Factor before rounding.</param>
    /// <exception cref="FheOperandException">Too many slots, a value that is not finite, or values too large for the modulus of the level.</exception>
    public Plaintext Encode(ReadOnlySpan<double> slots, int level, Scale scale)
    {
        using var room = new EncodingRoom(_parameters.N);
        Load(slots, room.Slots);
        return EncodeLoaded(room, level, scale);
    }

    /// <summary>Encodes complex values at a level and scale.</summary>
    /// <inheritdoc cref="Encode(ReadOnlySpan{double}, int, Scale)"/>
    public Plaintext Encode(ReadOnlySpan<Complex> slots, int level, Scale scale)
    {
        using var room = new EncodingRoom(_parameters.N);
        Load(slots, room.Slots);
        return EncodeLoaded(room, level, scale);
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
        using var room = new EncodingRoom(_parameters.N);
        Load(slots, room.Slots);
        double max = ToRoundedCoefficients(room, scale);
        if (!(max < IntegerLifter.DirectBound))
        {
            throw new FheOperandException(
                $"EncodeToIntegers: the largest coefficient is 2^{Math.Log2(max):F1} and must stay below 2^52; use a scale below {scale}.");
        }

        long[] integers = new long[_parameters.N];
        var coefficients = room.Coefficients;
        for (int i = 0; i < integers.Length; i++) integers[i] = (long)coefficients[i];
        return integers;
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

        using var room = new EncodingRoom(_parameters.N);
        var values = room.Coefficients;
        double max = 0;
        for (int i = 0; i < coefficients.Length; i++)
        {
            if (coefficients[i] is >= 1L << 52 or <= -(1L << 52))
                throw new FheOperandException($"FromIntegers: coefficient {i} is not below 2^52 in magnitude.");
            values[i] = coefficients[i];
            max = Math.Max(max, Math.Abs(values[i]));
        }

        CheckFits(_parameters, nameof(FromIntegers), max, level, scale);
        return new Plaintext(_parameters, level, scale, IntegerLifter.Lift(_parameters, values, max, level));
    }

    /// <summary>Decodes the real parts of the first <c>slots.Length</c> slots.</summary>
    /// <exception cref="FheOperandException">More slots than N/2, or a plaintext of other parameters.</exception>
    public void Decode(Plaintext plaintext, Span<double> slots)
    {
        using var room = new EncodingRoom(_parameters.N);
        DecodeToSlots(plaintext, slots.Length, room);
        room.Slots[..slots.Length].CopyTo(slots);
    }

    /// <summary>Decodes the first <c>slots.Length</c> slots.</summary>
    /// <inheritdoc cref="Decode(Plaintext, Span{double})"/>
    public void Decode(Plaintext plaintext, Span<Complex> slots)
    {
        using var room = new EncodingRoom(_parameters.N);
        DecodeToSlots(plaintext, slots.Length, room);
        Span<double> re = room.Slots[.._parameters.MaxSlots], im = room.Slots[_parameters.MaxSlots..];
        for (int i = 0; i < slots.Length; i++) slots[i] = new Complex(re[i], im[i]);
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
        BalancedDigits.ToCoefficients(_parameters.RingQ, _getInverse, plaintext.Polynomial, coefficients);
    }

    /// <summary>Rounds value·scale and checks that it fits the level.</summary>
    internal static double RoundConstant(CkksParameters parameters, double value, int level, Scale scale)
    {
        if (!double.IsFinite(value)) throw new FheOperandException($"EncodeConstant: the value is {value}; only finite numbers can be encoded.");
        double integer = Math.Round(value * scale.Value, MidpointRounding.ToEven);
        CheckFits(parameters, nameof(EncodeConstant), Math.Abs(integer), level, scale);
        return integer;
    }

    private Plaintext EncodeLoaded(EncodingRoom room, int level, Scale scale)
    {
        double max = ToRoundedCoefficients(room, scale);
        CheckFits(_parameters, nameof(Encode), max, level, scale);
        return new Plaintext(_parameters, level, scale, IntegerLifter.Lift(_parameters, room.Coefficients, max, level));
    }

    /// <summary>Slots to rounded coefficients; returns the largest magnitude.</summary>
    private double ToRoundedCoefficients(EncodingRoom room, Scale scale)
    {
        _embedding.InverseTimesN(room.Slots, room.Coefficients);
        return RoundScaled(room.Coefficients, scale.Value / _parameters.MaxSlots);
    }

    // N is a multiple of every register's length. NaN propagates to the maximum.
    private static double RoundScaled(Span<double> values, double factor)
    {
        var max = Vector<double>.Zero;
        foreach (ref var value in MemoryMarshal.Cast<double, Vector<double>>(values))
        {
            value = Vector.Round(value * factor, MidpointRounding.ToEven);
            max = Vector.Max(max, Vector.Abs(value));
        }

        double largest = 0;
        for (int i = 0; i < Vector<double>.Count; i++) largest = Math.Max(largest, max[i]);
        return largest;
    }

    private void Load(ReadOnlySpan<double> slots, Span<double> destination)
    {
        CheckSlotCount("Encode", slots.Length);
        if (!AreFinite(slots))
        {
            for (int i = 0; i < slots.Length; i++)
            {
                if (!double.IsFinite(slots[i])) throw NotFinite(i, slots[i]);
            }
        }

        slots.CopyTo(destination);
        destination[slots.Length..].Clear();
    }

    // A finite number times zero is zero, any other is NaN.
    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        var zeros = Vector<double>.Zero;
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (var vector in vectors) zeros += vector * 0;
        double rest = Vector.Sum(zeros);
        foreach (double value in values[(vectors.Length * Vector<double>.Count)..]) rest += value * 0;
        return rest == 0;
    }

    private void Load(ReadOnlySpan<Complex> slots, Span<double> destination)
    {
        CheckSlotCount("Encode", slots.Length);
        destination.Clear();
        Span<double> re = destination[.._parameters.MaxSlots], im = destination[_parameters.MaxSlots..];
        for (int i = 0; i < slots.Length; i++)
        {
            if (!Complex.IsFinite(slots[i])) throw NotFinite(i, slots[i]);
            re[i] = slots[i].Real;
            im[i] = slots[i].Imaginary;
        }
    }

    private void DecodeToSlots(Plaintext plaintext, int slotCount, EncodingRoom room)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        Operands.CheckParameters(_parameters, nameof(Decode), plaintext.ParametersId);
        CheckSlotCount("Decode", slotCount);
        BalancedDigits.ToCoefficients(_parameters.RingQ, _getInverse, plaintext.Polynomial, room.Coefficients);
        double scale = plaintext.Scale.Value;
        foreach (ref var value in MemoryMarshal.Cast<double, Vector<double>>(room.Coefficients)) value /= scale;
        _embedding.Forward(room.Coefficients, room.Slots);
    }

    private void CheckSlotCount(string operation, int count)
    {
        if (count > _parameters.MaxSlots)
            throw new FheOperandException($"{operation}: {count} slots; these parameters have {_parameters.MaxSlots}. Use several plaintexts or a larger N.");
    }

    private static void CheckFits(CkksParameters parameters, string operation, double max, int level, Scale scale)
    {
        Operands.CheckScale(parameters, operation, level, scale);
        if (Math.Log2(max) < parameters.GetLogQ(level) - 2) return;           // the usual case, without large integers
        if (!double.IsFinite(max) || new BigInteger(max) > (parameters.GetModulus(level) - 1) / 2)
        {
            throw new FheOperandException(
                $"{operation}: the largest coefficient is 2^{Math.Log2(max):F1} and the modulus at level {level} has {parameters.GetLogQ(level):F1} bits, "
                + "one of them for the sign. Use smaller values, a smaller scale or a higher level.");
        }
    }

    private static FheOperandException NotFinite(int slot, object value) =>
        new($"Encode: slot {slot} is {value}; only finite numbers can be encoded.");
}
