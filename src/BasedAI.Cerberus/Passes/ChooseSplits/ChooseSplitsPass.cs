namespace BasedAI.Cerberus;

/// <summary>The division of each linear layer that takes the least time by the cost table at the level it runs at, baby steps shared by all outputs and giant steps by all inputs, one key in turn for the giant steps. Exact.</summary>
public sealed class ChooseSplitsPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "choose-splits";

    /// <inheritdoc/>
    public string Summary => "baby and giant steps divided by measured times, shared between blocks";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { Schedule = state.Schedule with { Linear = LinearKernel.Cheapest } };
    }
}
