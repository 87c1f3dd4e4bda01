namespace BasedAI.Cerberus;

/// <summary>
/// Replaces GELU and ReLU by the polynomial of the smallest degree, without a constant, that keeps the model's decisions: on the range the calibration inputs show, widened by a
/// quarter. Changes the model; a polynomial that is trained from the beginning (degree 2) is better.
/// </summary>
public sealed class ApproximateActivationsPass : ICompilerPass
{
    private const double WantedAgreement = 0.995;
    private const double Margin = 1.25;
    private const int MaxDegree = 8;

    /// <inheritdoc/>
    public string Name => "approximate-activations";

    /// <inheritdoc/>
    public string Summary => "GELU and ReLU become polynomials of the smallest degree that decides alike";

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public CompilerState Run(CompilerState state, PassContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (state.Graph.Nodes.All(static node => node.Operation is not ActivationLayer)) return state;
        if (context.Calibration is not { Examples.Count: > 0 } data)
            throw new ModelFormatException("The model has activations to approximate, and no inputs to measure their range on. Give calibration inputs, or train with polynomials.");
        double[][] expected = [.. data.Examples.Select(example => GraphInterpreter.Run(state.Graph, example.Rows, example.Length))];
        for (int degree = 2; degree <= MaxDegree; degree++)
        {
            var graph = Approximate(state.Graph, data, degree);
            double[][] actual = [.. data.Examples.Select(example => GraphInterpreter.Run(graph, example.Rows, example.Length))];
            double agreement = (double)expected.Zip(actual).Count(static pair => Decisions.Of(pair.First) == Decisions.Of(pair.Second)) / expected.Length;
            if (agreement >= WantedAgreement) return state with { Graph = graph };
        }
        throw new ModelFormatException(
            $"No polynomial up to degree {MaxDegree} keeps {WantedAgreement:P1} of the decisions. Train the model with polynomial activations; its ranges are too wide to approximate after the fact.");
    }

    private static ModelGraph Approximate(ModelGraph graph, CalibrationData data, int degree)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is not ActivationLayer activation) continue;
            double range = Margin * data.Examples.Max(example => GraphInterpreter.RunAll(graph, example.Rows, example.Length)[node.Inputs[0]].Max(static row => row.Max(Math.Abs)));
            graph = graph.With(node.Name, new PolynomialLayer(LeastSquares.Fit(ActivationFunctions.Get(activation.Function), range, degree)));
        }
        return GraphNormalization.Run(graph);
    }
}
