using System.Buffers.Binary;

namespace BasedAI.Fuzz.Mutation;

/// <summary>Damages bytes: a few edits, stacked, most of them near the beginning, where the fields are.</summary>
internal sealed class Mutator(Random random)
{
    private const int MaxBytes = 1 << 19;
    private const int Head = 128;
    private const int MaxStack = 5;

    // What fields are compared with, and where counters turn over.
    private static readonly long[] Interesting =
    [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 1024, 4096, 32767, 32768, 65535, 65536, int.MaxValue, uint.MaxValue, 1L << 32, 1L << 53,
        long.MaxValue, -1, -2, int.MinValue, long.MinValue, BitConverter.DoubleToInt64Bits(double.NaN), BitConverter.DoubleToInt64Bits(double.PositiveInfinity),
        BitConverter.DoubleToInt64Bits(-1), BitConverter.DoubleToInt64Bits(1e300),
    ];

    /// <summary>A damaged copy.</summary>
    public byte[] Mutate(byte[] original, IReadOnlyList<byte[]> corpus)
    {
        byte[] bytes = [.. original];
        for (int edits = 1 + random.Next(MaxStack); edits > 0; edits--)
        {
            bytes = random.Next(12) switch
            {
                0 => [.. bytes.AsSpan(0, random.Next(bytes.Length + 1))],
                1 => Insert(bytes, RandomBytes(1 + random.Next(64)), bytes.Length),
                2 => Insert(bytes, RandomBytes(1 + random.Next(16)), Place(bytes)),
                3 => Remove(bytes),
                4 => Insert(bytes, Piece(bytes), Place(bytes)),
                5 => Overwrite(bytes, Piece(corpus[random.Next(corpus.Count)])),
                6 => Splice(bytes, corpus[random.Next(corpus.Count)]),
                7 => Change(bytes, _ => (byte)random.Next(256)),
                8 or 9 => Change(bytes, old => (byte)(old ^ (1 << random.Next(8)))),
                10 => SetNumber(bytes, _ => Interesting[random.Next(Interesting.Length)]),
                _ => SetNumber(bytes, old => old + random.Next(-35, 36)),
            };
        }

        return bytes.Length <= MaxBytes ? bytes : bytes[..MaxBytes];
    }

    private int Place(byte[] bytes) => random.Next(3) == 0 ? random.Next(bytes.Length + 1) : random.Next(Math.Min(bytes.Length, Head) + 1);

    private byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Piece(byte[] bytes)
    {
        int start = Place(bytes), length = random.Next(Math.Min(bytes.Length - start, random.Next(2) == 0 ? 32 : 4096) + 1);
        return bytes[start..(start + length)];
    }

    private static byte[] Insert(byte[] bytes, byte[] piece, int at) => [.. bytes.AsSpan(0, at), .. piece, .. bytes.AsSpan(at)];

    private byte[] Remove(byte[] bytes)
    {
        int at = Place(bytes), count = random.Next(Math.Min(64, bytes.Length - at) + 1);
        return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + count)];
    }

    private byte[] Overwrite(byte[] bytes, byte[] piece)
    {
        int at = Place(bytes);
        piece.AsSpan(0, Math.Min(piece.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    private byte[] Splice(byte[] bytes, byte[] other)
    {
        int from = random.Next(bytes.Length + 1), to = random.Next(2) == 0 ? Math.Min(from, other.Length) : random.Next(other.Length + 1);
        return [.. bytes.AsSpan(0, from), .. other.AsSpan(to)];
    }

    private byte[] Change(byte[] bytes, Func<byte, byte> change)
    {
        int at = Place(bytes);
        if (at < bytes.Length) bytes[at] = change(bytes[at]);
        return bytes;
    }

    private byte[] SetNumber(byte[] bytes, Func<long, long> change)
    {
        int width = 1 << random.Next(4), at = Place(bytes);
        if (at + width > bytes.Length) return bytes;
        Span<byte> number = stackalloc byte[8];
        number.Clear();
        bytes.AsSpan(at, width).CopyTo(number);
        BinaryPrimitives.WriteInt64LittleEndian(number, change(BinaryPrimitives.ReadInt64LittleEndian(number)));
        number[..width].CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
