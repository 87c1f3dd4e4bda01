namespace BasedAI.Cerberus;

/// <summary>
/// The smallest scale whose predicted error is below what is allowed, and with it the fewest bits of modulus and perhaps a smaller ring. Changes answers by that error and
/// nothing else.
/// </summary>
public sealed class MinimizeModulusPass : ICompilerPass
{
    private const int SmallestScaleBits = 31;
    private const int Examples = 4;

    /// <inheritdoc/>
    public string Name => "minimize-modulus";

    /// <inheritdoc/>
    public string Summary => "the smallest scale that keeps the predicted error below the bound";

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (state.Graph.Nodes.Any(static node => node.Operation is ActivationLayer)) return state;
        for (int bits = SmallestScaleBits; bits < state.Schedule.ScaleBits; bits++)
        {
            var schedule = state.Schedule with { ScaleBits = bits };
            if (ErrorPrediction.Of(context.Compiler.Compile(state.Graph, schedule), context.Calibration, Examples) <= context.Options.MaxError)
                return state with { Schedule = schedule };
        }
        return state;
    }
}
