namespace BasedAI.Cerberus;

/// <summary>Lazy rescaling (EVA, Dathathri et al. 2020): products of the same level and scale are summed first. Exact.</summary>
public sealed class DeferRescalingPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "defer-rescaling";

    /// <inheritdoc/>
    public string Summary => "sums of products are rescaled once";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { Schedule = state.Schedule with { Rescaling = Placement.Lazy } };
    }
}
