using BasedAI.Fhe.Seal;

namespace BasedAI.Vectors;

/// <summary>The options of the seal command, parsed and complete: what an operation needs is there.</summary>
internal sealed record SealOptions(
    string Parameters,
    string Input,
    string? SecondInput,
    string? RelinKeys,
    string? GaloisKeys,
    IReadOnlyList<SealOperation> Operations,
    string Output,
    SealCompression Compression,
    bool IsInsecure)
{
    private static readonly string[] Known = ["--params", "--in", "--in2", "--relin", "--galois", "--op", "--out", "--compression"];

    /// <summary>Parses arguments.</summary>
    /// <exception cref="ArgumentException">They are wrong; the message says how.</exception>
    public static SealOptions Parse(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        bool isInsecure = false;
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i] == "--insecure")
            {
                isInsecure = true;
                continue;
            }

            if (!Known.Contains(args[i])) throw new ArgumentException($"Unknown option '{args[i]}'.");
            if (i + 1 == args.Count) throw new ArgumentException($"{args[i]} wants a value.");
            if (!values.TryAdd(args[i], args[++i])) throw new ArgumentException($"{args[i - 1]} is given twice.");
        }

        string Required(string name) => values.TryGetValue(name, out var value) ? value : throw new ArgumentException($"{name} is missing.");
        var operations = SealOperation.ParseAll(Required("--op"));
        foreach (var operation in operations)
        {
            if (operation.RequiredOption is { } needed && !values.ContainsKey(needed))
                throw new ArgumentException($"The operation {operation} needs {needed}.");
        }

        return new SealOptions(
            Required("--params"),
            Required("--in"),
            values.GetValueOrDefault("--in2"),
            values.GetValueOrDefault("--relin"),
            values.GetValueOrDefault("--galois"),
            operations,
            Required("--out"),
            ParseCompression(values.GetValueOrDefault("--compression", "none")),
            isInsecure);
    }

    private static SealCompression ParseCompression(string name) => name switch
    {
        "none" => SealCompression.None,
        "zlib" => SealCompression.Zlib,
        "zstd" => SealCompression.Zstd,
        _ => throw new ArgumentException($"--compression is none, zlib or zstd, not '{name}'."),
    };
}
