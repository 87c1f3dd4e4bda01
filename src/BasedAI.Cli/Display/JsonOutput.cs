using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BasedAI.Fhe.Measurement;

namespace BasedAI.Cli;

/// <summary>The JSON that scripts read: one indented object, camelCase, nulls written. Members are added, never renamed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AskJson))]
[JsonSerializable(typeof(EvalJson))]
[JsonSerializable(typeof(KeysJson))]
[JsonSerializable(typeof(InfoJson))]
[JsonSerializable(typeof(BenchJson))]
[JsonSerializable(typeof(SqueezeJson))]
[JsonSerializable(typeof(SiloJson))]
[JsonSerializable(typeof(BrainsJson))]
[JsonSerializable(typeof(BrainJson))]
[JsonSerializable(typeof(JobJson))]
[JsonSerializable(typeof(PlanJson))]
internal sealed partial class JsonOutput : JsonSerializerContext
{
    private static JsonOutput Readable => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,           // for terminals and files, not for HTML
    });

    /// <summary>A document of the protocol, in the protocol's own dialect.</summary>
    public static JsonElement Of<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(value, type);

    public static void Write<T>(CliContext context, T value) => context.Out.WriteLine(JsonSerializer.Serialize(value, typeof(T), Readable));
}

internal sealed record AskJson(
    string? Text, string? Label, double? Probability, double? PlainProbability, double? MaxLogitError, int? Tokens, int? UnknownTokens, ParametersJson Params,
    BytesJson Bytes, MillisecondsJson Ms, string Miner, IReadOnlyList<string> Validators, bool Verified, string Model, ChoiceJson Plan,
    IReadOnlyDictionary<string, double>? Probabilities, IReadOnlyList<double>? Vector);

internal sealed record ChoiceJson(string Name, string Id, string Reason, double? UplinkMbitPerSecond, IReadOnlyList<EstimateJson>? Estimates);

internal sealed record EstimateJson(string Plan, double Seconds);

internal sealed record ParametersJson(int N, [property: JsonPropertyName("logQP")] double LogQP, int Security);

internal sealed record BytesJson(long Keys, long Input, long Result);

internal sealed record MillisecondsJson(double Keygen, double Encrypt, double Upload, double Evaluate, double Verify, double Total);

internal sealed record EvalJson(
    int Count, int Correct, double Accuracy, double? PlainAccuracy, double? Agreement, double? MaxLogitError, double MeanEvaluateMs, double P95EvaluateMs,
    double WallSeconds, ChoiceJson Plan);

internal sealed record KeysJson(
    string File, ParametersJson Params, string ParametersId, int GaloisKeys, int? RelinearizationLevel, JsonElement EvaluationKeys, double? KeygenMs,
    IReadOnlyList<KeptKeysJson> Plans);

internal sealed record KeptKeysJson(string? Plan, ParametersJson Params, string ParametersId, int GaloisKeys, int? RelinearizationLevel, JsonElement EvaluationKeys);

internal sealed record SiloJson(string Url, int Pid);

internal sealed record BrainsJson(IReadOnlyList<JsonElement> Brains);

internal sealed record BrainJson(JsonElement Brain, JsonElement? Model);

internal sealed record JobJson(JsonElement Job, string? Label, double? Probability, IReadOnlyDictionary<string, double>? Probabilities, IReadOnlyList<double>? Vector);

internal sealed record InfoJson(
    string Version, string Runtime, string Platform, int Processors, string Simd, string DefaultNode, string? Silo, IReadOnlyList<ModelJson> Models);

internal sealed record ModelJson(
    string Name, ParametersJson Params, string ParametersId, string PlanId, int? MaxTokens, string Task, IReadOnlyList<ModelPlanJson> Plans);

internal sealed record ModelPlanJson(
    string Name, string PlanId, ParametersJson Params, string ParametersId, int Ports, int GaloisKeys, long KeyBytes, long InputBytes, double EvaluateMs);

internal sealed record BenchJson(
    string Set, int N, [property: JsonPropertyName("logQP")] double LogQP, string Simd, int Threads, IReadOnlyList<MeasuredOperation> Operations, ObjectSizes Bytes,
    IReadOnlyList<PrimeJson> Primes);

internal sealed record PrimeJson(string Name, ulong Value, int Bits, string Path);
