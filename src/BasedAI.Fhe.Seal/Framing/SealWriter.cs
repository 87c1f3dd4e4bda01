using System.Buffers.Binary;

namespace BasedAI.Fhe.Seal;

/// <summary>Writes members to a stream through a buffer of its own. <see cref="Flush"/> when done.</summary>
internal sealed class SealWriter(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _count;

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    public void WriteDouble(double value) => WriteUInt64(BitConverter.DoubleToUInt64Bits(value));

    public void WriteParmsId(SealParmsId id) => id.CopyTo(Take(SealParmsId.SizeInBytes));

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>The header of a nested object.</summary>
    /// <param name="memberBytes">Bytes that follow and belong to it.</param>
    public void WriteHeader(long memberBytes) =>
        new SealHeader(SealCompression.None, (ulong)memberBytes + SealHeader.SizeInBytes).Write(Take(SealHeader.SizeInBytes));

    /// <summary>Canonical residues as words.</summary>
    public void WriteLimb(ReadOnlySpan<double> limb)
    {
        while (!limb.IsEmpty)
        {
            int count = Math.Min(limb.Length, _buffer.Length / 8);
            SealWords.FromResidues(limb[..count], Take(8 * count));
            limb = limb[count..];
        }
    }

    /// <summary>Hands what is buffered to the stream and wipes the buffer: it may have held a secret key.</summary>
    public void Flush()
    {
        stream.Write(_buffer, 0, _count);
        Array.Clear(_buffer);
        _count = 0;
    }

    private Span<byte> Take(int count)
    {
        if (count > _buffer.Length - _count) Flush();
        _count += count;
        return _buffer.AsSpan(_count - count, count);
    }
}
