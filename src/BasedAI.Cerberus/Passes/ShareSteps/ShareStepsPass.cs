namespace BasedAI.Cerberus;

/// <summary>Common subexpressions: the baby steps of layers that read the same value, shifted rows, masks. Exact.</summary>
public sealed class ShareStepsPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "share-steps";

    /// <inheritdoc/>
    public string Summary => "a step two layers need is computed once";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { Schedule = state.Schedule with { ShareSteps = true } };
    }
}
