using System.Collections.Immutable;
using BasedAI.Client.Text;
using BasedAI.Fhe;
using BasedAI.Fhe.Ring;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// What a model's manifest asks of a client, judged before a key is made. The manifest comes from the network and nothing in it is believed: the
/// parameters are built here, their digest and their security are computed here, and whatever is unknown or contradictory is refused.
/// </summary>
public sealed class ModelRequirements
{
    /// <summary>The version of the manifest this client reads.</summary>
    public const int ManifestVersion = 1;

    /// <summary>The one task this client knows.</summary>
    public const string BinaryClassification = "binary-classification";

    private const int MaxGaloisKeys = 256;
    private const int MaxLabelLength = 32;

    private ModelRequirements(ModelManifest manifest, CkksParameters parameters, EvaluationKeyRequest keys, SlotLayout layout)
    {
        PlanId = manifest.PlanId;
        Parameters = parameters;
        Keys = keys;
        Layout = layout;
        InputLevel = manifest.Input.Level;
        Labels = [.. manifest.Labels];
    }

    /// <summary>The plan's SHA-256, lower-case hexadecimal.</summary>
    public string PlanId { get; }

    /// <summary>The parameters, built and checked by this client, at least 128 bits of classical security.</summary>
    public CkksParameters Parameters { get; }

    /// <summary>Exactly the evaluation keys the plan needs.</summary>
    public EvaluationKeyRequest Keys { get; }

    /// <summary>How the text's rows lie in the slots.</summary>
    public SlotLayout Layout { get; }

    /// <summary>Level of the input ciphertexts.</summary>
    public int InputLevel { get; }

    /// <summary>Names of the two classes; a probability is that of the second.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>Judges a manifest.</summary>
    /// <exception cref="UnsupportedModelException">It asks for something unknown, weak or contradictory; the message says what.</exception>
    public static ModelRequirements Of(ModelManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.FormatVersion != ManifestVersion)
            throw Refuse($"its manifest has version {manifest.FormatVersion}; this client reads version {ManifestVersion}. Update the client");
        if (manifest.Task != BinaryClassification)
            throw Refuse($"its task is '{Shown(manifest.Task)}'; this client knows '{BinaryClassification}' only");
        if (manifest.Labels.Count != 2 || manifest.Labels.Any(label => !IsLabel(label)) || manifest.Labels[0] == manifest.Labels[1])
            throw Refuse($"a binary classification has two different labels of 1 to {MaxLabelLength} letters, digits, spaces and dashes");
        if (!BlobRef.IsSha256(manifest.PlanId))
            throw Refuse("its plan id is not 64 lower-case hexadecimal digits");
        var parameters = ParametersOf(manifest.Parameters);
        return new ModelRequirements(manifest, parameters, KeysOf(manifest.Keys, parameters), LayoutOf(manifest.Input, parameters));
    }

    /// <summary>Builds the parameters a manifest names and compares them with what it says of them.</summary>
    /// <exception cref="UnsupportedModelException">They are invalid, below 128 bits of security, or not those of the digest.</exception>
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

    private static SlotLayout LayoutOf(InputManifest input, CkksParameters parameters)
    {
        if (input.Tokenizer != Tokenizer.Name)
            throw Refuse($"it wants the tokenizer '{Shown(input.Tokenizer)}'; this client has '{Tokenizer.Name}'. Update the client");
        if (!SlotLayout.TryParse(input.Layout, input.MaxTokens, input.Dimensions, out var layout) || layout.Replicas != input.Replicas)
        {
            throw Refuse(
                $"it wants the layout '{Shown(input.Layout)}' with {input.MaxTokens} tokens, {input.Dimensions} dimensions and {input.Replicas} replicas; "
                + "this client has 'token-feature-r<replicas>-v1'. Update the client");
        }

        if (!input.Ports.SequenceEqual([AttentionPoolingLayout.FeaturesPort, AttentionPoolingLayout.AveragedPort]))
            throw Refuse($"it wants the inputs '{Shown(string.Join(", ", input.Ports.Take(8)))}'; this client encrypts 'x, x/n'. Update the client");
        if (layout.SlotCount > parameters.MaxSlots)
            throw Refuse($"its layout has {layout.SlotCount} slots; its parameters have {parameters.MaxSlots}");
        return input.Level >= 0 && input.Level <= parameters.MaxLevel
            ? layout
            : throw Refuse($"it wants inputs at level {input.Level}; its parameters have levels 0 to {parameters.MaxLevel}");
    }

    private static bool IsLabel(string? label) => label is { Length: > 0 and <= MaxLabelLength }
        && label.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_');

    private static string Shown(string? text) => Printable.Line(text, 80);

    private static UnsupportedModelException Refuse(string reason) => new($"The model is refused: {reason}.");
}
