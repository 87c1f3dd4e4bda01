using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BasedAI.Protocol;

/// <summary>A Brain's NFT id: 0 … 1023. There will never be more than <see cref="Count"/> Brains.</summary>
[JsonConverter(typeof(BrainIdJsonConverter))]
public readonly record struct BrainId
{
    /// <summary>The number of Brains that can ever exist.</summary>
    public const int Count = 1024;

    /// <summary>Creates an id.</summary>
    /// <param name="value">0 … 1023.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0 … 1023.</exception>
    public BrainId(int value)
    {
        if (!IsValid(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"A Brain id is 0 … {Count - 1}.");
        Value = value;
    }

    /// <summary>The id as a number, 0 … 1023.</summary>
    public int Value { get; }

    /// <summary>Whether <paramref name="value"/> can be a Brain's id.</summary>
    public static bool IsValid(long value) => value is >= 0 and < Count;

    /// <summary>Reads a decimal id; false where the text is not a number from 0 to 1023.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BrainId id)
    {
        id = default;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || !IsValid(value))
            return false;
        id = new BrainId(value);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A Brain id is a JSON number.</summary>
internal sealed class BrainIdJsonConverter : JsonConverter<BrainId>
{
    public override BrainId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) && BrainId.IsValid(value)
            ? new BrainId(value)
            : throw new JsonException($"A Brain id is a number from 0 to {BrainId.Count - 1}.");

    public override void Write(Utf8JsonWriter writer, BrainId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
