using System.Collections.Immutable;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>What one plan of a model asks of a client, judged: everything in it was rebuilt or checked here.</summary>
public sealed class PlanRequirements
{
    /// <summary>Most Galois keys that are made for a plan.</summary>
    public const int MaxGaloisKeys = 256;

    /// <summary>Most ciphertexts that are encrypted for a plan.</summary>
    public const int MaxPorts = 64;

    /// <summary>Most bytes of evaluation keys that are made for a plan: 512 MiB.</summary>
    public const long MaxKeyBytes = 512L << 20;

    /// <summary>Most bytes of ciphertexts that are sent for one question: 128 MiB.</summary>
    public const long MaxInputBytes = 128L << 20;

    private const int MaxNameLength = 32;
    private const int MinLogScale = 16;

    /// <summary>Bits of a value besides its scale: no entry of a token's row exceeds sqrt(d) ≤ 2^5, no standardised number of a record 2^7.</summary>
    private const int ValueBits = 8;

    private const double MaxMilliseconds = 1e8;

    private PlanRequirements(
        PlanManifest manifest, CkksParameters parameters, EvaluationKeyRequest keys, ImmutableArray<PortRequirements> ports, OutputLayout output)
    {
        Name = manifest.Name;
        PlanId = manifest.PlanId;
        Parameters = parameters;
        Keys = keys;
        Ports = ports;
        Output = output;
        KeyBytes = WireSizes.OfKeys(parameters, keys);
        InputBytes = WireSizes.OfFreshBundle(parameters, ports.Select(port => port.Level));
        MaxResultBytes = WireSizes.OfComputedBundle(parameters, parameters.MaxLevel);
        Evaluation = TimeSpan.FromMilliseconds(manifest.Cost.EvaluateMilliseconds);
    }

    /// <summary>Its name within the model.</summary>
    public string Name { get; }

    /// <summary>The plan's SHA-256, lower-case hexadecimal.</summary>
    public string PlanId { get; }

    /// <summary>The parameters, built and checked by this client, at least 128 bits of classical security.</summary>
    public CkksParameters Parameters { get; }

    /// <summary>Exactly the evaluation keys the plan needs.</summary>
    public EvaluationKeyRequest Keys { get; }

    /// <summary>What is encrypted, in order.</summary>
    public ImmutableArray<PortRequirements> Ports { get; }

    /// <summary>Where the answer is in the result.</summary>
    public OutputLayout Output { get; }

    /// <summary>Bytes of evaluation keys, sent once.</summary>
    public long KeyBytes { get; }

    /// <summary>Bytes of ciphertexts, sent with each question.</summary>
    public long InputBytes { get; }

    /// <summary>Longest result that can be one.</summary>
    public long MaxResultBytes { get; }

    /// <summary>Time of one run on one thread where the model was packed, as its manifest says.</summary>
    public TimeSpan Evaluation { get; }

    /// <summary>Judges a plan.</summary>
    internal static PlanRequirements Of(PlanManifest manifest, TextInput? text, RecordInput? record, OutputLayout output)
    {
        if (!IsName(manifest.Name))
            throw Refuse($"a plan's name is 1 to {MaxNameLength} of a–z, 0–9 and '-', not '{Shown(manifest.Name)}'");
        if (!BlobRef.IsSha256(manifest.PlanId))
            throw Refuse($"the plan id of '{manifest.Name}' is not 64 lower-case hexadecimal digits");
        var parameters = ParametersOf(manifest.Parameters);
        var keys = KeysOf(manifest.Keys, parameters);
        var ports = PortsOf(manifest, parameters, text, record);
        if (output.SlotCount > parameters.MaxSlots)
            throw Refuse($"its answer reaches slot {output.SlotCount - 1}; the parameters of plan '{manifest.Name}' have {parameters.MaxSlots} slots");
        if (!(manifest.Cost.EvaluateMilliseconds is >= 0 and <= MaxMilliseconds))
            throw Refuse($"plan '{manifest.Name}' is said to take {manifest.Cost.EvaluateMilliseconds} ms; 0 to {MaxMilliseconds} is believed");
        var plan = new PlanRequirements(manifest, parameters, keys, ports, output);
        if (plan.KeyBytes > MaxKeyBytes)
            throw Refuse($"plan '{plan.Name}' wants {plan.KeyBytes} bytes of keys; this client makes at most {MaxKeyBytes}");
        return plan.InputBytes <= MaxInputBytes
            ? plan
            : throw Refuse($"plan '{plan.Name}' wants {plan.InputBytes} bytes of ciphertexts for each question; this client sends at most {MaxInputBytes}");
    }

    internal static bool IsName(string? name) => name is { Length: > 0 and <= MaxNameLength } && name[0] != '-'
        && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>Builds the parameters a manifest names and compares them with what it says of them.</summary>
    private static CkksParameters ParametersOf(ParametersManifest wanted)
    {
        if (wanted.LogQ.Count > CkksParameters.MaxPrimeCount || wanted.LogP.Count > CkksParameters.MaxPrimeCount)
            throw Refuse($"its parameters have more than {CkksParameters.MaxPrimeCount} primes");
        CkksParameters parameters;
        try
        {
            parameters = CkksParameters.Create(new CkksParametersLiteral
            {
                LogN = wanted.LogN,
                LogQ = [.. wanted.LogQ],
                LogP = [.. wanted.LogP],
                LogDefaultScale = wanted.LogDefaultScale,
            });
        }
        catch (FheParameterException exception)
        {
            throw new UnsupportedModelException($"The model is refused: its encryption parameters are not safe or not valid. {exception.Message}", exception);
        }

        return parameters.Id.ToString() == wanted.ParametersId
            ? parameters
            : throw Refuse(
                $"its parameters have the digest {parameters.Id} here and '{Shown(wanted.ParametersId)}' in the manifest. "
                + "Client and network find different primes: update the older of the two");
    }

    private static EvaluationKeyRequest KeysOf(KeysManifest wanted, CkksParameters parameters)
    {
        if (wanted.Galois.Count > MaxGaloisKeys)
            throw Refuse($"it wants {wanted.Galois.Count} Galois keys; this client makes at most {MaxGaloisKeys}");
        if (wanted.RelinearizationLevel is { } level && (level < 0 || level > parameters.MaxLevel))
            throw Refuse($"it wants a relinearisation key at level {level}; its parameters have levels 0 to {parameters.MaxLevel}");
        var seen = new HashSet<uint>();
        foreach (var key in wanted.Galois)
        {
            if (key.Element % 2 == 0 || key.Element >= 2u * (uint)parameters.N || key.Level < 0 || key.Level > parameters.MaxLevel || !seen.Add(key.Element))
            {
                throw Refuse(
                    $"it wants the Galois key of element {key.Element} at level {key.Level}; elements are odd, below {2 * parameters.N} and "
                    + $"named once, levels 0 to {parameters.MaxLevel}");
            }
        }

        return new EvaluationKeyRequest(
            wanted.RelinearizationLevel, [.. wanted.Galois.Select(key => new GaloisKeyRequest(new GaloisElement(key.Element), key.Level))]);
    }

    private static ImmutableArray<PortRequirements> PortsOf(PlanManifest manifest, CkksParameters parameters, TextInput? text, RecordInput? record)
    {
        if (manifest.Ports.Count is 0 or > MaxPorts)
            throw Refuse($"plan '{manifest.Name}' has {manifest.Ports.Count} inputs; this client encrypts 1 to {MaxPorts}");
        return [.. manifest.Ports.Select(port => PortOf(port, parameters, text, record))];
    }

    private static PortRequirements PortOf(PortManifest port, CkksParameters parameters, TextInput? text, RecordInput? record)
    {
        var name = Shown(port.Name);
        if (port.Level < 0 || port.Level > parameters.MaxLevel)
            throw Refuse($"it wants the input '{name}' at level {port.Level}; its parameters have levels 0 to {parameters.MaxLevel}");
        var room = parameters.GetLogQ(port.Level) - ValueBits;
        if (!double.IsFinite(port.Scale) || port.Scale <= 0 || Math.Log2(port.Scale) < MinLogScale || Math.Log2(port.Scale) > room)
        {
            throw Refuse(
                $"it wants the input '{name}' at the scale {port.Scale:R}; at level {port.Level} of its parameters a scale is 2^{MinLogScale} to 2^{room:F1}");
        }

        var scale = new Scale(port.Scale);
        if (text is not null && TokenLayout.TryParse(port.Layout, text.MaxTokens, text.Dimensions, out var tokens))
        {
            return tokens.SlotCount == parameters.MaxSlots
                ? new PortRequirements(name, tokens, port.Level, scale)
                : throw Refuse($"the layout of its input '{name}' has {tokens.SlotCount} slots; its parameters have {parameters.MaxSlots}");
        }

        if (record is not null && RecordLayout.TryParse(port.Layout, out var layout))
        {
            return layout.Period <= parameters.MaxSlots && layout.Period >= record.Features.Length
                ? new PortRequirements(name, layout, port.Level, scale)
                : throw Refuse(
                    $"the layout of its input '{name}' has {layout.Period} places; its records have {record.Features.Length} numbers, its parameters "
                    + $"{parameters.MaxSlots} slots");
        }

        throw Refuse(
            $"it wants the layout '{Shown(port.Layout)}' for its input '{name}'; this client has "
            + (text is not null ? $"'tokens-…-v1' of {text.MaxTokens} x {text.Dimensions}" : "'record-p…-v1'") + ". Update the client");
    }

    private static string Shown(string? text) => Printable.Line(text, 80);

    private static UnsupportedModelException Refuse(string reason) => UnsupportedModelException.Because(reason);
}
