namespace BasedAI.Cerberus;

/// <summary>What costs the client nothing and the server key switches: the copies of the rows shifted by tokens, all of them (<see cref="ShiftSource.Client"/>) or one whose replicas are (<see cref="ShiftSource.Spread"/>). Embedding, normalisation and 1/n are the client's from the start. Exact; it is paid for in upload.</summary>
public sealed class MoveToClientPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "move-to-client";

    /// <inheritdoc/>
    public string Summary => "shifted copies of the rows come from the client";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        return state with { Schedule = state.Schedule with { Shifts = context.Options.Shifts } };
    }
}
