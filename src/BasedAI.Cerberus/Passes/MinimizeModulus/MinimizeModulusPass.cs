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
        // The error falls with the scale, so the smallest one is found by halving.
        int low = SmallestScaleBits, high = state.Schedule.ScaleBits;
        while (low < high)
        {
            int bits = (low + high) / 2;
            var model = context.Compiler.Compile(state.Graph, state.Schedule with { ScaleBits = bits });
            if (ErrorPrediction.Of(model, context.Calibration, Examples) <= context.Options.MaxError) high = bits;
            else low = bits + 1;
        }
        return low == state.Schedule.ScaleBits ? state : state with { Schedule = state.Schedule with { ScaleBits = low } };
    }
}
