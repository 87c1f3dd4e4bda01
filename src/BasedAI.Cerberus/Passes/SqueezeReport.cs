using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>A model before the first pass, or after one.</summary>
/// <param name="Pass">The pass; null for the model as it was loaded.</param>
/// <param name="State">What came out.</param>
/// <param name="Model">Its circuit; null where a later pass has yet to make the model one that a circuit computes.</param>
public sealed record SqueezeStage(ICompilerPass? Pass, CompilerState State, CompiledModel? Model)
{
    /// <summary>The pass's name, or "baseline".</summary>
    public string Name => Pass?.Name ?? "baseline";
}

/// <summary>What every pass did.</summary>
/// <param name="Stages">The baseline, then one stage for each pass that changed something.</param>
public sealed record SqueezeReport(ImmutableArray<SqueezeStage> Stages)
{
    /// <summary>Before the first pass.</summary>
    public SqueezeStage Baseline => Stages[0];

    /// <summary>After the last pass.</summary>
    public SqueezeStage Result => Stages[^1];

    /// <summary>After the last pass that changes no answer.</summary>
    public SqueezeStage LastExact => Stages.TakeWhile(static stage => stage.Pass?.IsExact ?? true).Last();
}
