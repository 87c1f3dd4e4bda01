namespace BasedAI.Cerberus;

/// <summary>Evaluation keys only up to the level they are used at, and only the ones that are used. Exact; it concerns bytes alone.</summary>
public sealed class TruncateKeysPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "truncate-keys";

    /// <inheritdoc/>
    public string Summary => "keys have the primes of their highest use";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { Schedule = state.Schedule with { TruncateKeys = true } };
    }
}
