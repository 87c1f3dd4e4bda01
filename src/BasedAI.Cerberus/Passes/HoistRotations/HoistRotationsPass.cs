namespace BasedAI.Cerberus;

/// <summary>Hoisting (Halevi, Shoup 2018; Bossuat et al. 2021): as many key switches, fewer transforms. Exact.</summary>
public sealed class HoistRotationsPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "hoist-rotations";

    /// <inheritdoc/>
    public string Summary => "rotations of one ciphertext share its decomposition";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { Schedule = state.Schedule with { HoistRotations = true } };
    }
}
