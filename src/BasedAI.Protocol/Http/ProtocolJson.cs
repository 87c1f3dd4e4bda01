using System.Text.Json;
using System.Text.Json.Serialization;

namespace BasedAI.Protocol;

/// <summary>The one JSON dialect of the API: camelCase, enums as strings, unknown members ignored (a newer peer may add some), no nulls written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(InputManifest))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(BrainSummary))]
[JsonSerializable(typeof(IReadOnlyList<BrainSummary>))]
[JsonSerializable(typeof(RegisterMember))]
[JsonSerializable(typeof(MemberReceipt))]
[JsonSerializable(typeof(LinkReport))]
[JsonSerializable(typeof(BlobRef))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>The same dialect, indented, for files a person reads.</summary>
    public static ProtocolJson Indented => _indented ??= new ProtocolJson(new JsonSerializerOptions(Default.Options) { WriteIndented = true });

    private static ProtocolJson? _indented;
}
