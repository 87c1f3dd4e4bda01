using System.Collections.Immutable;
using System.Numerics;

namespace BasedAI.Fhe;

/// <summary>
/// A plaintext a circuit adds or multiplies by: slots for the readings in the clear, integers for ciphertexts and plans. The
/// integers are the coefficients of the encoded polynomial and are fixed when the plan is compiled, so that every evaluator works
/// with the same numbers whatever its floating-point library does. Immutable; the form that was not given is computed on first use.
/// </summary>
public sealed class PlaintextOperand
{
    /// <summary>Bound on the integers: |coefficient| is below 2^52, so that each is exact in a double.</summary>
    public const long MaxCoefficient = (1L << 52) - 1;

    private readonly Lazy<Complex[]> _slots;
    private readonly Lazy<double[]> _realSlots;
    private readonly Lazy<ImmutableArray<long>> _coefficients;

    private PlaintextOperand(
        string name, int level, Scale scale, Func<Complex[]> slots, Func<ImmutableArray<long>> coefficients, Func<double[]>? realSlots = null)
    {
        Name = name;
        Level = level;
        Scale = scale;
        _slots = new Lazy<Complex[]>(slots);
        _realSlots = new Lazy<double[]>(realSlots ?? (() => [.. _slots.Value.Select(static slot => slot.Real)]));
        _coefficients = new Lazy<ImmutableArray<long>>(coefficients);
    }

    /// <summary>Name for people: error messages and reports.</summary>
    public string Name { get; }

    /// <summary>Level of the ciphertexts it meets.</summary>
    public int Level { get; }

    /// <summary>Scale of the encoding.</summary>
    public Scale Scale { get; }

    /// <summary>The number in every slot, if the operand was given as one; a reading may then spare itself the other coefficients.</summary>
    public double? Constant { get; private init; }

    /// <summary>Real parts of the slot values: as given, or decoded from the integers.</summary>
    public ReadOnlySpan<double> Slots => _realSlots.Value;

    /// <summary>Slot values: as given, or decoded from the integers.</summary>
    public ReadOnlySpan<Complex> ComplexSlots => _slots.Value;

    /// <summary>The N integer coefficients: as given, or encoded from the slots.</summary>
    public ImmutableArray<long> Coefficients => _coefficients.Value;

    /// <summary>An operand given by slot values (N/2 of them; copied).</summary>
    public static PlaintextOperand FromSlots(CkksEncoder encoder, string name, ReadOnlySpan<double> slots, int level, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        double[] copy = slots.ToArray();
        return new PlaintextOperand(
            name,
            level,
            scale,
            () => [.. copy.Select(static slot => new Complex(slot, 0))],
            () => ImmutableArray.Create(encoder.EncodeToIntegers(copy, scale)));
    }

    /// <summary>An operand given by complex values that repeat until there are <paramref name="slotCount"/> (N/2); their count is a power of two.</summary>
    public static PlaintextOperand FromPeriod(CkksEncoder encoder, string name, ImmutableArray<Complex> period, int slotCount, int level, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        Complex[] Repeat()
        {
            var slots = new Complex[slotCount];
            for (int i = 0; i < slotCount; i++) slots[i] = period[i % period.Length];
            return slots;
        }
        return new PlaintextOperand(
            name, level, scale, Repeat, () => ImmutableArray.Create(encoder.EncodePeriodicToIntegers(period.AsSpan(), scale)));
    }

    /// <summary>An operand given by real values that repeat until there are <paramref name="slotCount"/> (N/2); their count is a power of two.</summary>
    public static PlaintextOperand FromPeriod(CkksEncoder encoder, string name, ImmutableArray<double> period, int slotCount, int level, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        double[] Repeat()
        {
            double[] slots = new double[slotCount];
            for (int start = 0; start < slotCount; start += period.Length) period.CopyTo(slots, start);
            return slots;
        }
        return new PlaintextOperand(
            name, level, scale, () => [.. Repeat().Select(static value => new Complex(value, 0))],
            () => ImmutableArray.Create(encoder.EncodePeriodicToIntegers([.. period.Select(static value => new Complex(value, 0))], scale)), Repeat);
    }

    /// <summary>One real number in every slot: a single integer, the cheapest operand there is.</summary>
    /// <exception cref="FheOperandException">Not finite, or the integer reaches 2^52.</exception>
    public static PlaintextOperand FromConstant(CkksParameters parameters, string name, double value, int level, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        double integer = Math.Round(value * scale.Value, MidpointRounding.ToEven);
        if (!(Math.Abs(integer) <= MaxCoefficient))
        {
            throw new FheOperandException(
                $"FromConstant: {value:R} at scale {scale} is {integer:G4}, which must be finite and below 2^52 in magnitude. Use a smaller scale or smaller numbers.");
        }

        ImmutableArray<long> Encode()
        {
            long[] coefficients = new long[parameters.N];
            coefficients[0] = (long)integer;
            return ImmutableArray.Create(coefficients);
        }
        return new PlaintextOperand(name, level, scale, () => [.. Enumerable.Repeat(new Complex(value, 0), parameters.MaxSlots)], Encode, () => [.. Enumerable.Repeat(value, parameters.MaxSlots)]) { Constant = value };
    }

    /// <summary>An operand given by its integers (N of them, each below 2^52 in magnitude).</summary>
    public static PlaintextOperand FromCoefficients(
        CkksEncoder encoder, string name, ImmutableArray<long> coefficients, int level, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return FromCoefficients(new Lazy<CkksEncoder>(encoder), name, coefficients, level, scale);
    }

    /// <summary>As above, with an encoder that is only made if the slots are asked for.</summary>
    public static PlaintextOperand FromCoefficients(
        Lazy<CkksEncoder> encoder, string name, ImmutableArray<long> coefficients, int level, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        Complex[] Decode()
        {
            using Plaintext plaintext = encoder.Value.FromIntegers(coefficients.AsSpan(), level, scale);
            var slots = new Complex[coefficients.Length / 2];
            encoder.Value.Decode(plaintext, slots);
            return slots;
        }
        return new PlaintextOperand(name, level, scale, Decode, () => coefficients);
    }

    /// <summary>Name, level and scale.</summary>
    public override string ToString() => $"\"{Name}\" (level {Level}, scale 2^{Scale.Log2:F3})";
}
