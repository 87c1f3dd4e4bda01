using System.Reflection;
using System.Runtime.Loader;

namespace BasedAI.Fuzz.Instrumentation;

/// <summary>
/// A second world in the same process: this assembly once more, with woven copies of the assemblies that hold decoders. Everything below them, the ring and
/// the compressors, is shared and as it always is.
/// </summary>
internal sealed class InstrumentedContext : AssemblyLoadContext
{
    private readonly Dictionary<string, MemoryStream> _woven = new(StringComparer.Ordinal);

    private InstrumentedContext()
        : base(nameof(InstrumentedContext))
    {
        Weave("BasedAI.Fhe", IsNativeDecoder, 1);
        Weave("BasedAI.Fhe.Seal", IsSealDecoder, 2);
        Weave("BasedAI.Cerberus", IsPlanDecoder, 3);
    }

    /// <summary>Basic blocks that report.</summary>
    public int Blocks { get; private set; }

    /// <summary>Runs <see cref="FuzzRun.Run(string[])"/> there.</summary>
    public static int Run(string[] args)
    {
        var context = new InstrumentedContext();
        Console.Error.WriteLine($"instrumented: {context.Blocks} basic blocks");
        var run = context.LoadFromAssemblyPath(PathOf("BasedAI.Fuzz")).GetType(typeof(FuzzRun).FullName!, throwOnError: true)!
            .GetMethod(nameof(FuzzRun.Run), BindingFlags.Static | BindingFlags.Public)!;
        return (int)run.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args], null)!;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name ?? "";
        if (name == "BasedAI.Fuzz") return LoadFromAssemblyPath(PathOf(name));
        return _woven.Remove(name, out var stream) ? LoadFromStream(stream) : null;
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");

    private static bool IsNativeDecoder(string type) =>
        type.EndsWith("Serializer", StringComparison.Ordinal) || type.StartsWith("CkksParametersBuilder", StringComparison.Ordinal)
        || type is "CiphertextBundle" or "FrameReader" or "LimbPacking" or "SwitchingKeyCodec" or "EvaluationKeySet" or "WireFormat" or "Operands" or "PlaintextOperand";

    private static bool IsSealDecoder(string type) =>
        type.StartsWith("Seal", StringComparison.Ordinal) && !type.EndsWith("Generator", StringComparison.Ordinal) && !type.EndsWith("Encryptor", StringComparison.Ordinal)
        && !type.StartsWith("SealEvaluator", StringComparison.Ordinal) && type is not ("SealDecryptor" or "SealEncoder" or "SealPrng" or "SealUniform")
        || type is "ZlibContent" or "ContentLimit";

    private static bool IsPlanDecoder(string type) =>
        type.StartsWith("Plan", StringComparison.Ordinal) && type is not ("PlanExecutor" or "PlanRecorder" or "PlanRunner" or "PlanSummary")
        || type is "ExecutionPlan" or "SentimentWeightsSerializer" || type.StartsWith("Tensor", StringComparison.Ordinal)
        || type.StartsWith("Safetensors", StringComparison.Ordinal) || type == "StateDictFile";

    private void Weave(string name, Func<string, bool> isChosen, uint salt)
    {
        (_woven[name], int blocks) = CoverageWeaver.Weave(PathOf(name), isChosen, salt * 0x51ED270B);
        Blocks += blocks;
    }
}
