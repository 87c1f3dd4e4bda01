using System.Buffers.Binary;

namespace BasedAI.Cerberus;

/// <summary>Types of numbers that can be imported. The values are torch's ScalarType.</summary>
internal enum ElementType
{
    Float16 = 5,
    Float32 = 6,
    Float64 = 7,
    BFloat16 = 15,
}

/// <summary>What the types are in memory.</summary>
internal static class ElementTypes
{
    public const string Supported = "float32, float64, float16 and bfloat16 are read; convert the tensor before it is saved, or leave it out";

    public static int SizeOf(ElementType type) => type switch
    {
        ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Little-endian numbers to single precision; a double that is too large becomes infinite.</summary>
    public static void Convert(ElementType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        int size = SizeOf(type);
        for (int i = 0; i < destination.Length; i++)
        {
            ReadOnlySpan<byte> bytes = source.Slice(i * size, size);
            destination[i] = type switch
            {
                ElementType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
                ElementType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
                ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
                _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            };
        }
    }
}
