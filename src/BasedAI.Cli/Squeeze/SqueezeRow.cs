using BasedAI.Cerberus;

namespace BasedAI.Cli;

/// <summary>A line of the table: a stage, its counts, what it is to the baseline, and how good the model is there.</summary>
internal sealed record SqueezeRow(
    string Pass, string Summary, bool Exact, PassCounters? Counters, double? KeySwitchRatio, double? NttRatio, double? Accuracy, double? Agreement)
{
    public static SqueezeRow Of(SqueezeStage stage, SqueezeStage baseline, CalibrationData? data)
    {
        double? accuracy = null, agreement = null;
        if (data is not null)
        {
            int right = 0, alike = 0;
            foreach (var example in data.Examples)
            {
                int decision = Decisions.Of(GraphInterpreter.Run(stage.State.Graph, example.Rows, example.Length));
                if (decision == example.Label) right++;
                if (ReferenceEquals(stage, baseline) || decision == Decisions.Of(GraphInterpreter.Run(baseline.State.Graph, example.Rows, example.Length))) alike++;
            }
            (accuracy, agreement) = ((double)right / data.Examples.Count, (double)alike / data.Examples.Count);
        }
        var (counters, first) = (stage.Model?.Counters, baseline.Model?.Counters);
        return new SqueezeRow(
            stage.Name, stage.Pass?.Summary ?? "the model layer by layer: baby and giant steps, shifts on the server, relinearised and rescaled after each product",
            stage.Pass?.IsExact ?? true, counters,
            counters is null || first is null ? null : Math.Round((double)first.KeySwitches / counters.KeySwitches, 2),
            counters is null || first is null ? null : Math.Round((double)first.Ntts / counters.Ntts, 2), accuracy, agreement);
    }
}
