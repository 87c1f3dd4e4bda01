using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BasedAI.Cerberus;

/// <summary>
/// Files of named tensors in the safetensors format (huggingface/safetensors, README, "Format"): the length of the header as 64-bit little-endian integer, the
/// header as JSON padded with spaces, and the numbers, little-endian and row-major, without gaps. Data only: nothing in a file is ever run.
/// </summary>
public static class SafetensorsFile
{
    private const int Alignment = 8;

    /// <summary>Reads a whole file of F32, F64, F16 or BF16 tensors to single precision. The bytes need not be trusted.</summary>
    /// <param name="source">Read to its end; need not be seekable.</param>
    /// <returns>The tensors, enumerated in the ordinal order of their names.</returns>
    /// <exception cref="TensorFileException">The file is damaged, beyond <see cref="TensorFileLimits"/>, or holds what cannot be imported.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var reader = new TensorByteReader(source);
        ulong headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(reader.ReadBytes(sizeof(ulong), "length of the header"));
        if (headerBytes > TensorFileLimits.MaxHeaderBytes)
        {
            throw new TensorFileException(
                TensorFileError.TooLarge,
                $"The header would have {headerBytes} bytes; at most {TensorFileLimits.MaxHeaderBytes} are read. Is this a safetensors file?");
        }
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in SafetensorsHeader.Parse(reader.ReadBytes((int)headerBytes, "header")))
            tensors.Add(entry.Name, Tensor.Own(entry.Shape, reader.ReadValues(entry.Count, entry.Type, entry.Name)));
        reader.RequireEnd();
        return new ReadOnlyDictionary<string, Tensor>(tensors);
    }

    /// <summary>
    /// Writes tensors as F32, in the ordinal order of their names, without metadata. The same tensors always give the same bytes, and what is written can be read.
    /// </summary>
    /// <exception cref="TensorFileException">A name, a value or the whole is not allowed in a file; nothing has been written then.</exception>
    public static void Write(Stream destination, IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(tensors);
        KeyValuePair<string, Tensor>[] sorted = [.. tensors.OrderBy(static pair => pair.Key, StringComparer.Ordinal)];
        RequireAllowed(sorted);
        byte[] header = CreateHeader(sorted);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        destination.Write(length);
        destination.Write(header);
        byte[] chunk = new byte[1 << 12];
        foreach ((_, Tensor tensor) in sorted) WriteValues(destination, tensor.Values, chunk);
    }

    private static void RequireAllowed(KeyValuePair<string, Tensor>[] tensors)
    {
        long values = tensors.Sum(static pair => (long)pair.Value.Count);
        if (tensors.Length > TensorFileLimits.MaxTensors || values > TensorFileLimits.MaxValues)
        {
            throw new TensorFileException(
                TensorFileError.TooLarge,
                $"{tensors.Length} tensors of {values} values; a file holds at most {TensorFileLimits.MaxTensors} of {TensorFileLimits.MaxValues}.");
        }
        foreach ((string name, Tensor tensor) in tensors)
        {
            TensorByteReader.RequireName(name);
            TensorByteReader.RequireFinite(tensor.Values, 0, name);
            if (name == "__metadata__")
                throw new TensorFileException(TensorFileError.InvalidName, "\"__metadata__\" is a word of the format; give the tensor another name.");
        }
    }

    private static byte[] CreateHeader(KeyValuePair<string, Tensor>[] tensors)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            long offset = 0;
            json.WriteStartObject();
            foreach ((string name, Tensor tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int dimension in tensor.Shape) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)sizeof(float) * tensor.Count);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (stream.Length % Alignment != 0) stream.WriteByte((byte)' ');
        return stream.Length <= TensorFileLimits.MaxHeaderBytes
            ? stream.ToArray()
            : throw new TensorFileException(TensorFileError.TooLarge, $"The header would have {stream.Length} bytes. Shorten the names.");
    }

    private static void WriteValues(Stream destination, ReadOnlySpan<float> values, byte[] chunk)
    {
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, chunk.Length / sizeof(float));
            for (int i = 0; i < count; i++) BinaryPrimitives.WriteSingleLittleEndian(chunk.AsSpan(sizeof(float) * i), values[i]);
            destination.Write(chunk, 0, sizeof(float) * count);
            values = values[count..];
        }
    }
}
