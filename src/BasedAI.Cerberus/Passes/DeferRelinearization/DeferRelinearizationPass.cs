namespace BasedAI.Cerberus;

/// <summary>Lazy relinearisation (EVA, Dathathri et al. 2020): a product stays of degree 2 through sums and products by plaintexts until something needs degree 1. Exact.</summary>
public sealed class DeferRelinearizationPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "defer-relinearization";

    /// <inheritdoc/>
    public string Summary => "sums of products are relinearised once, squares after their weights";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { Schedule = state.Schedule with { Relinearization = Placement.Lazy } };
    }
}
