using System.Collections.Immutable;
using BasedAI.Client.Text;
using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// What a model's manifest asks of a client, judged before a key is made. The manifest comes from the network and nothing in it is believed: the
/// parameters of every plan are built here, their digest and their security are computed here, and whatever is unknown or contradictory is refused.
/// </summary>
public sealed class ModelRequirements
{
    private const int MaxLabels = 1024;
    private const int MaxLabelLength = 64;
    private const int MaxFeatures = 4096;

    private ModelRequirements(
        ModelTask task, ImmutableArray<string> labels, TextInput? text, RecordInput? record, bool perToken, ImmutableArray<PlanRequirements> plans)
    {
        Task = task;
        Labels = labels;
        Text = text;
        Record = record;
        IsPerToken = perToken;
        Plans = plans;
    }

    /// <summary>What the model does.</summary>
    public ModelTask Task { get; }

    /// <summary>Names of the classes; empty for an embedding. The probability of a binary classification is that of the second.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>The text input, or null where the model takes records.</summary>
    public TextInput? Text { get; }

    /// <summary>The record input, or null where the model takes texts.</summary>
    public RecordInput? Record { get; }

    /// <summary>Whether the result is a sum over the tokens, divided by their number here.</summary>
    public bool IsPerToken { get; }

    /// <summary>The plans, at least one; the first is the default.</summary>
    public ImmutableArray<PlanRequirements> Plans { get; }

    /// <summary>The plan that is taken where nothing speaks for another.</summary>
    public PlanRequirements DefaultPlan => Plans[0];

    /// <summary>Judges a manifest.</summary>
    /// <exception cref="UnsupportedModelException">It asks for something unknown, weak or contradictory; the message says what.</exception>
    public static ModelRequirements Of(ModelManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.FormatVersion != ModelManifest.CurrentFormatVersion)
            throw UnsupportedModelException.Because(new ManifestVersionException(manifest.FormatVersion).Message);
        var task = TaskOf(manifest);
        var (text, record) = InputOf(manifest.Input);
        var output = OutputOf(manifest, task);
        if (manifest.Output.PerToken && text is null)
            throw Refuse("its answer is said to be a sum over tokens, but its input is a record");
        if (manifest.Plans.Count is 0 or > ModelManifest.MaxPlans)
            throw Refuse($"it has {manifest.Plans.Count} plans; a model has 1 to {ModelManifest.MaxPlans}");
        if (manifest.Plans.DistinctBy(plan => plan.Name).Count() < manifest.Plans.Count || manifest.Plans.DistinctBy(plan => plan.PlanId).Count() < manifest.Plans.Count)
            throw Refuse("two of its plans have the same name or the same plan id");
        return new ModelRequirements(
            task, [.. manifest.Labels], text, record, manifest.Output.PerToken, [.. manifest.Plans.Select(plan => PlanRequirements.Of(plan, text, record, output))]);
    }

    /// <summary>The plan with a name.</summary>
    /// <exception cref="PlanChoiceException">There is none.</exception>
    public PlanRequirements GetPlan(string name)
        => Plans.FirstOrDefault(plan => plan.Name == name) ?? throw new PlanChoiceException(
            $"The model has no plan '{Printable.Line(name, 40)}'; it has {string.Join(", ", Plans.Select(plan => $"'{plan.Name}'"))}.");

    private static ModelTask TaskOf(ModelManifest manifest)
    {
        var labels = manifest.Labels;
        if (labels.Any(label => !IsLabel(label)))
            throw Refuse($"a label is 1 to {MaxLabelLength} letters, digits, spaces and signs of a word");
        if (labels.Distinct(StringComparer.OrdinalIgnoreCase).Count() < labels.Count)
            throw Refuse("its labels are not all different labels");
        return (manifest.Task, labels.Count) switch
        {
            (ModelTasks.BinaryClassification, 2) => ModelTask.BinaryClassification,
            (ModelTasks.BinaryClassification, _) => throw Refuse("a binary classification has two different labels"),
            (ModelTasks.Classification, >= 2 and <= MaxLabels) => ModelTask.Classification,
            (ModelTasks.Classification, _) => throw Refuse($"a classification has 2 to {MaxLabels} different labels, not {labels.Count}"),
            (ModelTasks.Embedding, 0) => ModelTask.Embedding,
            (ModelTasks.Embedding, _) => throw Refuse("an embedding has no labels"),
            _ => throw Refuse(
                $"its task is '{Shown(manifest.Task)}'; this client knows '{ModelTasks.BinaryClassification}', '{ModelTasks.Classification}' and '{ModelTasks.Embedding}'. "
                + "Update the client"),
        };
    }

    private static (TextInput? Text, RecordInput? Record) InputOf(InputManifest input) => input.Kind switch
    {
        InputManifest.TextKind => (TextOf(input), null),
        InputManifest.RecordKind => (null, RecordOf(input)),
        _ => throw Refuse($"its input is of the kind '{Shown(input.Kind)}'; this client knows '{InputManifest.TextKind}' and '{InputManifest.RecordKind}'. Update the client"),
    };

    private static TextInput TextOf(InputManifest input)
    {
        if (input.Tokenizer != Tokenizer.Name)
            throw Refuse($"it wants the tokenizer '{Shown(input.Tokenizer)}'; this client has '{Tokenizer.Name}'. Update the client");
        return input is { MaxTokens: >= 1 and <= EmbeddingTable.MaxMaxTokens, Dimensions: >= 2 and <= EmbeddingTable.MaxDimensions, ConstantFeature: { } constant }
            ? new TextInput(input.MaxTokens.Value, input.Dimensions.Value, constant)
            : throw Refuse(
                $"its texts have {input.MaxTokens?.ToString() ?? "no number of"} tokens and {input.Dimensions?.ToString() ?? "no number of"} dimensions; "
                + $"there must be 1 to {EmbeddingTable.MaxMaxTokens}, 2 to {EmbeddingTable.MaxDimensions}, and whether one of them is constant");
    }

    private static RecordInput RecordOf(InputManifest input)
    {
        if (input.Features is not { Count: > 0 and <= MaxFeatures } features)
            throw Refuse($"its records have {input.Features?.Count ?? 0} features; there must be 1 to {MaxFeatures}");
        foreach (var feature in features)
        {
            if (!IsLabel(feature.Name) || feature.Name != feature.Name.Trim() || !double.IsFinite(feature.Mean) || !(feature.Deviation > 0) || !double.IsFinite(feature.Deviation))
                throw Refuse($"its feature '{Shown(feature.Name)}' has no proper name, or no finite mean and deviation above 0");
        }

        if (features.DistinctBy(feature => feature.Name, StringComparer.OrdinalIgnoreCase).Count() < features.Count)
            throw Refuse("two of its features have the same name");
        return new RecordInput([.. features.Select(feature => new RecordFeature(feature.Name, feature.Mean, feature.Deviation))]);
    }

    private static OutputLayout OutputOf(ModelManifest manifest, ModelTask task)
    {
        if (!OutputLayout.TryParse(manifest.Output.Layout, out var layout))
            throw Refuse($"its answer has the layout '{Shown(manifest.Output.Layout)}'; this client has 'scalar-every-slot-v1' and 'strided-…-v1'. Update the client");
        var expected = task switch { ModelTask.BinaryClassification => 1, ModelTask.Classification => manifest.Labels.Count, _ => layout.Count };
        return layout.Count == expected ? layout : throw Refuse($"its answer has {layout.Count} values, its task {expected}");
    }

    private static bool IsLabel(string? label) => label is { Length: > 0 and <= MaxLabelLength }
        && label.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '(' or ')' or '/' or ',' or '.' or '\'' or '&' or '+');

    private static string Shown(string? text) => Printable.Line(text, 80);

    private static UnsupportedModelException Refuse(string reason) => UnsupportedModelException.Because(reason);
}
