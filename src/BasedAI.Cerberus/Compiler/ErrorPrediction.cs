namespace BasedAI.Cerberus;

/// <summary>What encryption is predicted to change in an answer.</summary>
internal static class ErrorPrediction
{
    /// <summary>A number far out in the tail: the largest of a thousand errors is smaller but once in a million runs.</summary>
    private const double Deviations = 6;

    /// <summary>Six standard deviations of the error of an output, the largest over some inputs; a text of one token is the worst, since the client divides by n.</summary>
    /// <param name="model">The circuit.</param>
    /// <param name="data">Inputs; where there are none, rows of a root mean square of one.</param>
    /// <param name="count">Inputs to look at, at most.</param>
    public static double Of(CompiledModel model, CalibrationData? data, int count)
    {
        var examples = data is { Examples.Count: > 0 } ? data.Examples.Take(count) : [Artificial(model.Graph.Input, 1), Artificial(model.Graph.Input, model.Graph.Input.Tokens)];
        return examples.Max(example => OfOne(model, example));
    }

    /// <summary>Standard deviation of the error of a slot of the output, for rows of a root mean square of one.</summary>
    public static double SlotDeviation(CompiledModel model, int length) => SlotDeviation(model, Artificial(model.Graph.Input, length));

    private static double OfOne(CompiledModel model, CalibrationExample example) =>
        Deviations * SlotDeviation(model, example) / (model.Graph.Input.IsRecord ? 1 : example.Length);

    private static double SlotDeviation(CompiledModel model, CalibrationExample example)
    {
        var algebra = new NoiseAlgebra(model.Parameters);
        double[][] slots = model.PackInputs(example.Rows, example.Length);
        var output = model.Evaluate(algebra, [.. slots.Select((values, i) =>
        {
            int level = model.Scales.GetInputLevel(i);
            return algebra.Input(values, level, model.Scales[level]);
        })]);
        return algebra.GetSlotError(output);
    }

    /// <summary>Rows of alternating signs and changing size: a stand-in that needs no data.</summary>
    private static CalibrationExample Artificial(GraphInput input, int length)
    {
        double[,] rows = new double[input.Tokens, input.Features];
        for (int t = 0; t < length; t++)
        {
            for (int j = 0; j < input.Features; j++) rows[t, j] = Math.Sqrt(2) * Math.Sin((1.7 * t) + (2.3 * j) + (0.1 * t * j));
            if (input.HasConstantFeature) rows[t, input.Features - 1] = 1;
        }
        return new CalibrationExample(rows, length, -1);
    }
}
