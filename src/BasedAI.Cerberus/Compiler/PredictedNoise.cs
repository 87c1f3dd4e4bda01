namespace BasedAI.Cerberus;

/// <summary>What the noise model says of a circuit's answer.</summary>
public static class PredictedNoise
{
    /// <summary>log2 of the standard deviation of a slot of the output, before the client divides by the number of tokens.</summary>
    public static double BitsOf(CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Math.Log2(ErrorPrediction.SlotDeviation(model, length: model.Graph.Input.Tokens));
    }
}
