using BasedAI.Protocol;

namespace BasedAI.Silo;

/// <summary>A Brain to open, and what it serves.</summary>
/// <param name="Brain">The Brain.</param>
/// <param name="Model">Its model, or null where it keeps the one it has.</param>
internal sealed record ServedModel(BrainId Brain, ModelFolder? Model)
{
    /// <summary>What the operator's choice comes to; every file is checked.</summary>
    /// <exception cref="NodeStartException">A model is missing or damaged, or a Brain was chosen that is not in the file.</exception>
    public static IReadOnlyList<ServedModel> Choose(SiloOptions options)
    {
        var models = options.Models ?? Path.Combine(AppContext.BaseDirectory, "models");
        if (options.Model is { } name)
            return [new ServedModel(new BrainId(0), Read(models, name))];
        if (BrainsFile.Read(models) is { } brains)
            return [.. Chosen(brains, options).Select(brain => new ServedModel(brain.Brain, Read(models, brain.Folder)))];
        return options.Models is null && options.Brains is null
            ? [new ServedModel(new BrainId(0), null)]
            : throw new NodeStartException(
                ExitCodes.WrongArguments, $"there is no {BrainsFile.Name} in {models}, which says what each Brain serves. Write one, or choose a model with --model.");
    }

    private static IEnumerable<(BrainId Brain, string Folder)> Chosen(IReadOnlyList<(BrainId Brain, string Folder)> brains, SiloOptions options)
    {
        if (options.Brains is not { } wanted)
            return brains;
        var missing = wanted.Except(brains.Select(brain => brain.Brain)).ToArray();
        return missing.Length == 0
            ? brains.Where(brain => wanted.Contains(brain.Brain))
            : throw new NodeStartException(
                ExitCodes.WrongArguments,
                $"--brains names {string.Join(", ", missing)}; {BrainsFile.Name} has {string.Join(", ", brains.Select(brain => brain.Brain))}.");
    }

    private static ModelFolder Read(string models, string name)
    {
        var folder = Path.Combine(models, name);
        return ModelFolder.Read(folder) ?? throw new NodeStartException(
            ExitCodes.WrongArguments, $"there is no model at {folder}: a model's folder has a model.json. Choose with --models, --model and {BrainsFile.Name}.");
    }
}
