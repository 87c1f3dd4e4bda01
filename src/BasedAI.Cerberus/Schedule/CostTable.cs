using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BasedAI.Cerberus;

/// <summary>
/// Measured times of the verbs, one thread, by level. The compiler divides linear layers and estimates plans by it. The shipped table was measured by
/// <c>tests/BasedAI.Benchmarks -- costs</c>; another machine's can be given.
/// </summary>
public sealed class CostTable
{
    private readonly ImmutableDictionary<CostedOperation, ImmutableArray<double>> _microseconds;

    /// <summary>From times at one ring degree.</summary>
    /// <param name="logN">log2 N they were measured at.</param>
    /// <param name="microseconds">Times from level 0 upwards, at least two, all positive.</param>
    /// <exception cref="ArgumentException">An operation is missing, or a time is not positive.</exception>
    public CostTable(int logN, IReadOnlyDictionary<CostedOperation, ImmutableArray<double>> microseconds)
    {
        ArgumentNullException.ThrowIfNull(microseconds);
        foreach (var operation in Enum.GetValues<CostedOperation>())
        {
            if (!microseconds.TryGetValue(operation, out var times) || times.Length < 2 || times.Any(static time => !(time > 0 && double.IsFinite(time))))
                throw new ArgumentException($"The cost table needs two or more positive times of {operation}, from level 0 upwards.", nameof(microseconds));
        }
        LogN = logN;
        _microseconds = microseconds.ToImmutableDictionary();
    }

    /// <summary>The table that ships with the project.</summary>
    public static CostTable Default { get; } = LoadDefault();

    /// <summary>log2 N of the measurements.</summary>
    public int LogN { get; }

    /// <summary>Reads a table from JSON: <c>{"logN": 14, "microseconds": {"Rotation": [...], ...}}</c>.</summary>
    /// <exception cref="ArgumentException">Not such a document.</exception>
    public static CostTable Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, CostTableJson.Default.CostTableDocument) ?? throw new ArgumentException("The cost table is null.", nameof(json));
            return new CostTable(document.LogN, document.Microseconds);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The cost table is not JSON of the form {{\"logN\", \"microseconds\"}}: {exception.Message}", nameof(json), exception);
        }
    }

    /// <summary>The table as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(new CostTableDocument(LogN, _microseconds.ToDictionary()), CostTableJson.Default.CostTableDocument);

    /// <summary>The time of an operation at a level; beyond the table its last step goes on, and another degree counts as N·log N.</summary>
    public double GetMicroseconds(CostedOperation operation, int level, int? logN = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        var times = _microseconds[operation];
        double time = level < times.Length ? times[level] : times[^1] + ((level - times.Length + 1) * Math.Max(times[^1] - times[^2], 0));
        int degree = logN ?? LogN;
        return time * Math.ScaleB(1, degree - LogN) * degree / LogN;
    }

    private static CostTable LoadDefault()
    {
        using var stream = typeof(CostTable).Assembly.GetManifestResourceStream("cost-table.json")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }
}

/// <summary>The document.</summary>
internal sealed record CostTableDocument(int LogN, Dictionary<CostedOperation, ImmutableArray<double>> Microseconds);

/// <summary>Reader and writer made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CostTableDocument))]
internal sealed partial class CostTableJson : JsonSerializerContext;
