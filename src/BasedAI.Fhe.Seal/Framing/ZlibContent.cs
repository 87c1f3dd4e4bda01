using System.Buffers.Binary;
using System.IO.Compression;

namespace BasedAI.Fhe.Seal;

/// <summary>
/// Unpacks one zlib stream in memory and checks what <see cref="ZLibStream"/> leaves open: that the stream is all there and ends where the bytes end. Its
/// last four bytes are the Adler-32 checksum of the content (RFC 1950, section 2.2); cut or followed by others, they are not.
/// </summary>
internal sealed class ZlibContent(byte[] packed) : Stream
{
    private const uint Base = 65521;

    /// <summary>Bytes that can be summed before the second sum needs reducing.</summary>
    private const int MaxUnreduced = 5552;

    private readonly ZLibStream _stream = new(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
    private uint _sum = 1, _sumOfSums;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = _stream.Read(buffer);
        Update(buffer[..count]);
        if (count == 0 && !buffer.IsEmpty) CheckEnd();
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }

    private void Update(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var part = content[..Math.Min(content.Length, MaxUnreduced)];
            foreach (byte value in part)
            {
                _sum += value;
                _sumOfSums += _sum;
            }

            _sum %= Base;
            _sumOfSums %= Base;
            content = content[part.Length..];
        }
    }

    private void CheckEnd()
    {
        if (packed.Length < 6 || BinaryPrimitives.ReadUInt32BigEndian(packed.AsSpan(packed.Length - 4)) != (_sumOfSums << 16 | _sum))
            throw new InvalidDataException("The zlib stream is cut, or other bytes follow it.");
    }
}
