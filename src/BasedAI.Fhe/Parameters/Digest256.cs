using System.Buffers.Binary;

namespace BasedAI.Fhe;

/// <summary>Thirty-two bytes of a digest as a value: compared and hashed without an array.</summary>
internal readonly record struct Digest256
{
    public const int SizeInBytes = 32;

    private readonly ulong _a, _b, _c, _d;

    /// <summary>Takes exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public Digest256(ReadOnlySpan<byte> bytes, string what)
    {
        if (bytes.Length != SizeInBytes) throw new ArgumentException($"A {what} has {SizeInBytes} bytes, not {bytes.Length}.", nameof(bytes));
        _a = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
    }

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, _a);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], _d);
    }

    /// <summary>Lower-case hexadecimal, 64 characters.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SizeInBytes];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
