namespace BasedAI.Cerberus;

/// <summary>A ciphertext is encrypted for the level it is used at, at exactly that level's scale, instead of the top: smaller uploads, and no products that only adjust a scale. Exact.</summary>
public sealed class TrimInputsPass : ICompilerPass
{
    /// <inheritdoc/>
    public string Name => "trim-inputs";

    /// <inheritdoc/>
    public string Summary => "fresh ciphertexts have the primes of their first use";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { Schedule = state.Schedule with { InputsAtLevelOfUse = true } };
    }
}
