using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BasedAI.Protocol;

/// <summary>
/// A job's id, chosen by the client before it submits: submitting the same id twice is one job. It is random (122 bits), and whoever knows it
/// may read the job's status and its encrypted result.
/// </summary>
[JsonConverter(typeof(JobIdJsonConverter))]
public readonly record struct JobId(Guid Value)
{
    /// <summary>A new random id.</summary>
    public static JobId New() => new(Guid.NewGuid());

    /// <summary>Reads the 32-digit hexadecimal form, with or without dashes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out JobId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new JobId(value);
        return parsed && value != Guid.Empty;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}

/// <summary>A job id is a JSON string of 32 hexadecimal digits.</summary>
internal sealed class JobIdJsonConverter : JsonConverter<JobId>
{
    public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String && JobId.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("A job id is a string of 32 hexadecimal digits, not all zero.");

    public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
