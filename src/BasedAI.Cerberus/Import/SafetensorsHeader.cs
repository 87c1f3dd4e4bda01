using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace BasedAI.Cerberus;

/// <summary>
/// The JSON header of a safetensors file: {"name": {"dtype": ..., "shape": [...], "data_offsets": [begin, end]}, ...}, optionally with a "__metadata__" of
/// texts, padded with spaces. Read token by token: no object model is built, and a name that comes twice is seen.
/// </summary>
internal static class SafetensorsHeader
{
    private const string Metadata = "__metadata__";

    /// <summary>The entries in the order of their data, which they fill without gap or overlap.</summary>
    public static List<SafetensorsEntry> Parse(ReadOnlySpan<byte> header)
    {
        if (header.IsEmpty || header[0] != '{' || !Utf8.IsValid(header))
            throw Invalid("it must be JSON in UTF-8 and begin with '{'");
        try
        {
            List<SafetensorsEntry> entries = ReadEntries(header);
            RequireContiguous(entries);
            return entries;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)     // the second: half of a surrogate pair in a text
        {
            throw Invalid("it is not JSON", exception);
        }
    }

    private static List<SafetensorsEntry> ReadEntries(ReadOnlySpan<byte> header)
    {
        var reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 4 });
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        while (ReadProperty(ref reader, out string name))
        {
            if (!names.Add(name)) throw new TensorFileException(TensorFileError.DuplicateName, $"The header names \"{name}\" twice.");
            if (name == Metadata)
            {
                SkipMetadata(ref reader);
                continue;
            }
            TensorByteReader.RequireName(name);
            if (entries.Count == TensorFileLimits.MaxTensors)
                throw new TensorFileException(TensorFileError.TooLarge, $"The file has more than {TensorFileLimits.MaxTensors} tensors.");
            entries.Add(ReadEntry(ref reader, name));
        }
        return header[(int)reader.BytesConsumed..].ContainsAnyExcept((byte)' ') ? throw Invalid("only spaces may follow its end") : entries;
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        ElementType? type = null;
        ImmutableArray<int>? shape = null;
        ImmutableArray<long>? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, name);
        while (ReadProperty(ref reader, out string property))
        {
            switch (property)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, name);
                    type = ReadType(reader.GetString()!, name);
                    break;
                case "shape" when shape is null:
                    shape = [.. ReadNumbers(ref reader, TensorFileLimits.MaxRank, TensorFileError.InvalidShape, name).Select(value => ToDimension(value, name))];
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, 2, TensorFileError.InvalidOffsets, name);
                    break;
                default:
                    throw Invalid($"the entry \"{name}\" has dtype, shape and data_offsets, once each and nothing else");
            }
        }
        if (type is null || shape is null || offsets is not [var begin, var end]) throw Invalid($"the entry \"{name}\" lacks dtype, shape or two data_offsets");
        int count = Tensor.CountOf(shape.Value.AsSpan());
        if (count < 0)
        {
            throw new TensorFileException(
                TensorFileError.TooLarge, $"\"{name}\" of shape [{string.Join(", ", shape)}] has more than {TensorFileLimits.MaxValues} values.");
        }
        return begin <= end && end - begin == (long)count * ElementTypes.SizeOf(type.Value)
            ? new SafetensorsEntry(name, type.Value, shape.Value, count, begin, end)
            : throw new TensorFileException(
                TensorFileError.InvalidOffsets,
                $"\"{name}\" lies at bytes {begin} to {end}; its shape [{string.Join(", ", shape)}] of {type} takes {(long)count * ElementTypes.SizeOf(type.Value)}.");
    }

    private static ElementType ReadType(string text, string name) => text switch
    {
        "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        "F32" => ElementType.Float32,
        "F64" => ElementType.Float64,
        _ => throw new TensorFileException(
            TensorFileError.UnsupportedType, $"\"{name}\" is of type {text[..Math.Min(text.Length, 16)]}; {ElementTypes.Supported}."),
    };

    private static ImmutableArray<long> ReadNumbers(ref Utf8JsonReader reader, int most, TensorFileError error, string name)
    {
        Expect(ref reader, JsonTokenType.StartArray, name);
        var numbers = ImmutableArray.CreateBuilder<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0 || numbers.Count == most)
                throw new TensorFileException(error, $"The shape and offsets of \"{name}\" are whole numbers from zero up, at most {most} here.");
            numbers.Add(number);
        }
        return numbers.ToImmutable();
    }

    private static int ToDimension(long value, string name) => value <= int.MaxValue
        ? (int)value
        : throw new TensorFileException(TensorFileError.TooLarge, $"\"{name}\" has a dimension of {value}.");

    private static void SkipMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, Metadata);
        while (ReadProperty(ref reader, out _)) Expect(ref reader, JsonTokenType.String, Metadata);
    }

    /// <summary>The name of the next property; false at the end of the object.</summary>
    private static bool ReadProperty(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        name = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString()! : "";
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string name)
    {
        if (!reader.Read() || reader.TokenType != type) throw Invalid($"the entry \"{name}\" has a {reader.TokenType} where a {type} belongs");
    }

    private static void RequireContiguous(List<SafetensorsEntry> entries)
    {
        entries.Sort(static (left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
        long end = 0, values = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != end)
            {
                throw new TensorFileException(
                    TensorFileError.InvalidOffsets, $"\"{entry.Name}\" begins at byte {entry.Begin}; the tensor before it ends at {end}: they "
                    + (entry.Begin < end ? "overlap." : "leave a gap."));
            }
            end = entry.End;
            values += entry.Count;
        }
        if (values > TensorFileLimits.MaxValues)
            throw new TensorFileException(TensorFileError.TooLarge, $"The file has {values} values; at most {TensorFileLimits.MaxValues} are read.");
    }

    private static TensorFileException Invalid(string what, Exception? inner = null) =>
        new(TensorFileError.InvalidHeader, $"The safetensors header is refused: {what}.", inner);
}
