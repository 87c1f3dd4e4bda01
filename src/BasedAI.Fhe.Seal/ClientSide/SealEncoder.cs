using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BasedAI.Fhe.Ring;
using BasedAI.Fhe.Ring.Embedding;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// SEAL's CKKSEncoder: slot values times the scale, through the inverse canonical embedding, rounded to the nearest integer, halves away from zero. Slot i is
/// the value of the polynomial at ζ^(3^i), ζ = exp(2πi/2N). Vectors shorter than N/2 are filled up with zeros. Thread-safe.
/// </summary>
/// <remarks>
/// The embedding is the native engine's with its slots in SEAL's order; sums are in another order than SEAL's, so that a coefficient within rounding error
/// of a half may differ by one.
/// </remarks>
public sealed class SealEncoder
{
    private readonly CanonicalEmbedding _embedding;

    /// <summary>Creates an encoder.</summary>
    public SealEncoder(SealContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        _embedding = CanonicalEmbedding.Get(context.LogN - 1);
    }

    /// <summary>Parameters of the plaintexts.</summary>
    public SealContext Context { get; }

    /// <summary>Encodes real values at the level of fresh ciphertexts.</summary>
    /// <inheritdoc cref="Encode(ReadOnlySpan{Complex}, int, Scale)"/>
    public SealPlaintext Encode(ReadOnlySpan<double> slots, Scale scale) => Encode(slots, Context.MaxLevel, scale);

    /// <summary>Encodes real values.</summary>
    /// <inheritdoc cref="Encode(ReadOnlySpan{Complex}, int, Scale)"/>
    public SealPlaintext Encode(ReadOnlySpan<double> slots, int level, Scale scale)
    {
        var values = new Complex[slots.Length];
        for (int i = 0; i < slots.Length; i++) values[i] = slots[i];
        return Encode(values, level, scale);
    }

    /// <summary>Encodes complex values.</summary>
    /// <param name="slots">At most N/2 finite values.</param>
    /// <param name="level">Of the plaintext: that of the ciphertexts it is to meet.</param>
    /// <param name="scale">Factor before rounding.</param>
    /// <exception cref="FheOperandException">Too many slots, a value that is not finite, or values or a scale too large for the modulus of the level.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such level.</exception>
    public SealPlaintext Encode(ReadOnlySpan<Complex> slots, int level, Scale scale)
    {
        CheckOperands(slots.Length, level, scale);
        using var buffer = Context.Pool.Lease(2, Representation.Coefficient, isSecret: true);
        buffer.Polynomial.Clear();
        Span<double> values = buffer.Limb(0), coefficients = buffer.Limb(1);
        Span<double> re = values[..Context.SlotCount], im = values[Context.SlotCount..];
        for (int i = 0; i < slots.Length; i++)
        {
            if (!Complex.IsFinite(slots[i])) throw new FheOperandException($"Encode: slot {i} is {slots[i]}; only finite numbers can be encoded.");
            int j = Context.SlotOrder.GetNativeSlot(i);
            re[j] = slots[i].Real;
            im[j] = SealSlotOrder.IsConjugate(i) ? -slots[i].Imaginary : slots[i].Imaginary;
        }

        _embedding.InverseTimesN(values, coefficients);
        double factor = scale.Value / Context.SlotCount, max = 0;
        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = Math.Round(coefficients[i] * factor, MidpointRounding.AwayFromZero);
            max = Math.Max(max, Math.Abs(coefficients[i]));
        }

        CheckFits(max, level, scale);
        var polynomial = Context.Pool.Rent(level + 1, Representation.Ntt);
        for (int i = 0; i <= level; i++)
        {
            Reduce(coefficients, max, Context.Rings[i], polynomial.Limb(i));
            Context.Rings[i].Ntt(polynomial.Limb(i));
        }

        return new SealPlaintext(Context, level, scale, polynomial);
    }

    /// <summary>Encodes the same real value into every slot; exact but for one rounding, with the bytes SEAL gives.</summary>
    /// <exception cref="FheOperandException">The value is not finite, or value or scale are too large for the modulus of the level.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such level.</exception>
    public SealPlaintext EncodeConstant(double value, int level, Scale scale)
    {
        CheckOperands(1, level, scale);
        double integer = Math.Round(value * scale.Value, MidpointRounding.AwayFromZero);
        CheckFits(Math.Abs(integer), level, scale);
        var polynomial = Context.Pool.Rent(level + 1, Representation.Ntt);
        for (int i = 0; i <= level; i++) polynomial.Limb(i).Fill(IntegerLifter.Reduce(integer, Context.Rings[i].Modulus.Value));
        return new SealPlaintext(Context, level, scale, polynomial);
    }

    /// <summary>Decodes the first <c>slots.Length</c> slots.</summary>
    /// <exception cref="FheOperandException">More slots than N/2, or a plaintext of other parameters.</exception>
    public void Decode(SealPlaintext plaintext, Span<Complex> slots)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        if (plaintext.Context.KeyParmsId != Context.KeyParmsId) throw new FheOperandException("Decode: the plaintext is of other parameters than the encoder.");
        if (slots.Length > Context.SlotCount) throw new FheOperandException($"Decode: {slots.Length} slots; a plaintext has {Context.SlotCount}.");
        using var buffer = Context.Pool.Lease(2, Representation.Coefficient, isSecret: true);
        Span<double> coefficients = buffer.Limb(0), values = buffer.Limb(1);
        BalancedDigits.ToCoefficients(Context.Rings, Context.GetInverse, plaintext.Polynomial, coefficients);
        Span<double> re = values[..Context.SlotCount], im = values[Context.SlotCount..];
        for (int i = 0; i < coefficients.Length; i++) coefficients[i] /= plaintext.Scale.Value;
        _embedding.Forward(coefficients, values);
        for (int i = 0; i < slots.Length; i++)
        {
            int j = Context.SlotOrder.GetNativeSlot(i);
            slots[i] = new Complex(re[j], SealSlotOrder.IsConjugate(i) ? -im[j] : im[j]);
        }
    }

    /// <summary>Decodes the real parts of the first <c>slots.Length</c> slots.</summary>
    /// <inheritdoc cref="Decode(SealPlaintext, Span{Complex})"/>
    public void Decode(SealPlaintext plaintext, Span<double> slots)
    {
        var values = new Complex[slots.Length];
        Decode(plaintext, values);
        for (int i = 0; i < slots.Length; i++) slots[i] = values[i].Real;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static void Reduce(ReadOnlySpan<double> integers, double max, ResidueRing ring, Span<double> destination)
    {
        if (max <= IntegerLifter.DirectBound)
        {
            ring.Reduce(integers, destination);
            return;
        }

        for (int i = 0; i < integers.Length; i++) destination[i] = IntegerLifter.Reduce(integers[i], ring.Modulus.Value);
    }

    private void CheckOperands(int count, int level, Scale scale)
    {
        Context.CheckDataLevel(level, nameof(level));
        if (count > Context.SlotCount) throw new FheOperandException($"Encode: {count} values; a plaintext has {Context.SlotCount} slots.");
        if (!Context.IsScaleInRange(scale.Value, level))
        {
            throw new FheOperandException(
                $"Encode: scale {scale} at level {level}, whose modulus has {Context.GetModulusBits(level)} bits. Use a smaller scale or a higher level.");
        }
    }

    private void CheckFits(double max, int level, Scale scale)
    {
        if (!(Math.Log2(max) + 1 < Context.GetModulusBits(level)) && max != 0)         // also refuses NaN
        {
            throw new FheOperandException(
                $"Encode: the largest coefficient is 2^{Math.Log2(max):F1} and the modulus of level {level} has {Context.GetModulusBits(level)} bits, "
                + $"one of them for the sign. Use smaller values, a scale below {scale}, or a higher level.");
        }
    }
}
