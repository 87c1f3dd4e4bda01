using System.Text;

namespace BasedAI.Cerberus;

/// <summary>
/// Reads bytes that need not be trusted from a stream of any kind. Memory grows with the bytes that arrive, not with what the file says it holds. Every
/// failure but that of the stream itself is a <see cref="TensorFileException"/>.
/// </summary>
internal sealed class TensorByteReader(Stream source)
{
    private const int BufferBytes = 1 << 13;
    private const int FirstBytes = 1 << 13;
    private const int FirstValues = 1 << 11;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    public byte ReadByte(string what, string? of = null)
    {
        Require(1, what, of);
        return _buffer[_start++];
    }

    public byte[] ReadBytes(int count, string what)
    {
        byte[] bytes = new byte[Math.Min(count, FirstBytes)];
        for (int read = 0; read < count;)
        {
            if (read == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, 2L * read));
            Require(1, what);
            int taken = Math.Min(bytes.Length - read, _end - _start);
            _buffer.AsSpan(_start, taken).CopyTo(bytes.AsSpan(read));
            _start += taken;
            read += taken;
        }
        return bytes;
    }

    public string ReadName(int byteCount, string what)
    {
        byte[] bytes = ReadBytes(byteCount, what);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new TensorFileException(TensorFileError.InvalidName, $"The {what} is not UTF-8.", exception);
        }
    }

    public float[] ReadValues(int count, ElementType type, string name)
    {
        int size = ElementTypes.SizeOf(type);
        float[] values = new float[Math.Min(count, FirstValues)];
        for (int read = 0; read < count;)
        {
            if (read == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * read));
            Require(size, "data", name);
            int taken = Math.Min(values.Length - read, (_end - _start) / size);
            Span<float> destination = values.AsSpan(read, taken);
            ElementTypes.Convert(type, _buffer.AsSpan(_start, taken * size), destination);
            RequireFinite(destination, read, name);
            _start += taken * size;
            read += taken;
        }
        return values;
    }

    public void RequireEnd()
    {
        if (Fill(1)) throw new TensorFileException(TensorFileError.TrailingBytes, "Bytes follow the last tensor; the file is damaged or of another kind.");
    }

    /// <summary>The first value that is not finite is an error.</summary>
    public static void RequireFinite(ReadOnlySpan<float> values, int offset, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new TensorFileException(
                    TensorFileError.InvalidValue, $"Value {offset + i} of \"{name}\" is not finite in single precision; the training went wrong there.");
            }
        }
    }

    /// <summary>A name people can read and files can hold.</summary>
    public static void RequireName(string name)
    {
        if (name.Length == 0 || name.Any(char.IsControl) || Encoding.UTF8.GetByteCount(name) > TensorFileLimits.MaxNameBytes)
        {
            throw new TensorFileException(
                TensorFileError.InvalidName,
                $"A tensor's name must be 1 to {TensorFileLimits.MaxNameBytes} bytes of printable UTF-8; one of {name.Length} characters is not.");
        }
    }

    /// <summary>What it is that is read is only put into words if it is missing.</summary>
    private void Require(int count, string what, string? of = null)
    {
        if (!Fill(count))
            throw new TensorFileException(TensorFileError.Truncated, $"The file ends within the {what}{(of is null ? "" : $" of \"{of}\"")}.");
    }

    /// <summary>Whether that many bytes, few of them, are in the buffer now.</summary>
    private bool Fill(int count)
    {
        if (_end - _start >= count) return true;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            int read = source.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0) return false;
            _end += read;
        }
        return true;
    }
}
