using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>
/// Reads the plan format's primitives from bytes that need not be trusted; every failure is a <see cref="PlanFormatException"/>.
/// </summary>
internal ref struct PlanByteReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public Scale ReadScale(string what)
    {
        double value = ReadDouble();
        return double.IsFinite(value) && value >= 1
            ? new Scale(value)
            : throw new PlanFormatException(
                PlanFormatError.InconsistentLevels, $"The scale of a {what} is {value}; it must be finite and at least 1.");
    }

    /// <summary>A count of things of at least <paramref name="minBytes"/> bytes each.</summary>
    public int ReadCount(int max, int minBytes, string what)
    {
        int count = ReadInt32();
        if (count < 0 || count > max)
        {
            throw new PlanFormatException(PlanFormatError.TooLarge, $"The plan says it has {count} {what}; 0 to {max} are allowed.");
        }
        if ((long)count * minBytes > _rest.Length)
        {
            throw new PlanFormatException(
                PlanFormatError.Truncated, $"The plan says it has {count} {what}, but only {_rest.Length} bytes are left.");
        }
        return count;
    }

    public string ReadText(string what)
    {
        int length = ReadCount(PlanLimits.MaxTextBytes, 1, $"bytes of {what}");
        try
        {
            return StrictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException exception)
        {
            throw new PlanFormatException(PlanFormatError.InvalidText, $"A {what} is not UTF-8.", exception);
        }
    }

    /// <summary>Zigzag integers in base 128, low digits first.</summary>
    public ImmutableArray<long> ReadCoefficients(int count, string operandName)
    {
        if (count > _rest.Length)
        {
            throw new PlanFormatException(PlanFormatError.Truncated, $"Operand \"{operandName}\" is cut short.");
        }
        var coefficients = ImmutableArray.CreateBuilder<long>(count);
        for (int i = 0; i < count; i++)
        {
            ulong zigzag = 0;
            int shift = 0;
            byte digit;
            do
            {
                digit = ReadByte();
                zigzag |= (ulong)(digit & 0x7F) << shift;
                shift += 7;
            }
            while ((digit & 0x80) != 0 && shift < 56);
            long value = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
            if ((digit & 0x80) != 0 || Math.Abs(value) > PlaintextOperand.MaxCoefficient)
            {
                throw new PlanFormatException(
                    PlanFormatError.InvalidOperand, $"Coefficient {i} of operand \"{operandName}\" is not below 2^52 in magnitude.");
            }
            coefficients.Add(value);
        }
        return coefficients.MoveToImmutable();
    }

    public readonly void RequireEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw new PlanFormatException(PlanFormatError.NotCanonical, $"{_rest.Length} bytes follow the end of the plan.");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new PlanFormatException(PlanFormatError.Truncated, "The plan ends too early.");
        }
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
