using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>Cerberus Squeezing: the passes in order. Everything the compiler does to a model is in this list.</summary>
public sealed class PassPipeline
{
    private PassPipeline(ImmutableArray<ICompilerPass> passes) => Passes = passes;

    /// <summary>The passes.</summary>
    public ImmutableArray<ICompilerPass> Passes { get; }

    /// <summary>All passes: first the exact ones, then those that change the model, in the order they are best applied.</summary>
    public static PassPipeline CreateDefault() => new(
    [
        new FuseAttentionPass(),
        new FuseReadoutPass(),
        new PackScoresPass(),
        new MoveToClientPass(),
        new ShareStepsPass(),
        new DeferRelinearizationPass(),
        new DeferRescalingPass(),
        new HoistRotationsPass(),
        new ChooseSplitsPass(),
        new TrimInputsPass(),
        new TruncateKeysPass(),
        new PruneHeadsPass(),
        new SparsifyDiagonalsPass(),
        new UseTrainedAgainPass(),
        new ApproximateActivationsPass(),
        new MinimizeModulusPass(),
    ]);

    /// <summary>Runs the passes that are not switched off and compiles after each.</summary>
    /// <param name="graph">The model as it was loaded.</param>
    /// <param name="context">What passes may look at.</param>
    /// <param name="progress">Told of each stage as it is done; null tells nobody.</param>
    /// <exception cref="ModelFormatException">A pass or the lowering refuses the model.</exception>
    /// <exception cref="ArgumentException">A pass to leave out does not exist.</exception>
    public SqueezeReport Run(ModelGraph graph, PassContext context, Action<SqueezeStage>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Options.Without.FirstOrDefault(name => Passes.All(pass => pass.Name != name)) is { } unknown)
            throw new ArgumentException($"There is no pass \"{unknown}\". The passes: {string.Join(", ", Passes.Select(static pass => pass.Name))}.", nameof(context));

        var state = new CompilerState(graph, new CircuitSchedule { ScaleBits = context.Options.ScaleBits });
        var stages = ImmutableArray.CreateBuilder<SqueezeStage>();
        ModelFormatException? refusal = null;
        void Add(ICompilerPass? pass)
        {
            CompiledModel? model = null;
            refusal = null;
            try
            {
                model = context.Compiler.Compile(state.Graph, state.Schedule);
            }
            catch (ModelFormatException exception)
            {
                refusal = exception;             // a stage on the way need not be one that can be run; the last must be
            }
            stages.Add(new SqueezeStage(pass, state, model));
            progress?.Invoke(stages[^1]);
        }

        Add(null);
        foreach (var pass in Passes.Where(pass => !context.Options.Without.Contains(pass.Name)))
        {
            var next = pass.Run(state, context);
            if (next == state) continue;
            state = next;
            Add(pass);
        }
        return refusal is null ? new SqueezeReport(stages.ToImmutable()) : throw refusal;
    }
}
