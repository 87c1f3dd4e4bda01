using BasedAI.Cerberus;

namespace BasedAI.Cli;

/// <summary>Runs the passes for both plans of a model and makes the one that was chosen.</summary>
internal static class SqueezeRun
{
    /// <summary>A record has no tokens to shift, so there is one way to send it.</summary>
    private const string RecordPlan = "default";

    public static SqueezeJson Execute(CliContext context, SqueezeRequest request, ProgressDisplay display, CancellationToken cancellationToken)
    {
        string[] passes = [.. PassPipeline.CreateDefault().Passes.Select(static pass => pass.Name)];
        if (request.Without.Except(passes).FirstOrDefault() is { } unknown)
            throw CliException.BadInput($"--without is '{ShownText.OneLine(unknown, 40)}'; the passes are {string.Join(", ", passes)}.");
        display.Now("reading the model");
        var folder = SqueezeFolder.Read(context, request.Model);
        var data = request.Data is { } path ? CalibrationReader.Read(folder, path, request.Limit) : null;
        string[] names = folder.Graph.Input.IsRecord ? [RecordPlan] : request.Plan is { } only && !request.Explain ? [only] : ["fast", "lean"];
        var reports = new Dictionary<string, SqueezeReport>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            try
            {
                reports[name] = PassPipeline.CreateDefault().Run(folder.Base ?? folder.Graph, ContextOf(folder, request, name, data), stage =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    display.Now($"{name}: {stage.Name}");
                });
            }
            catch (ModelFormatException exception)
            {
                throw CliException.BadInput(exception.Message);
            }
        }

        PlanOffer[] offers = [.. reports.Select(pair => OfferOf(pair.Key, pair.Value.Result.Model!.Counters, request.UplinkBitsPerSecond))];
        string chosen = request.Plan ?? (request.UplinkBitsPerSecond is null ? offers[0].Name : offers.MinBy(static offer => offer.EvaluateMilliseconds + offer.UploadMilliseconds)!.Name);
        if (!reports.TryGetValue(chosen, out var report)) throw CliException.BadInput($"This model has the plan {string.Join(", ", reports.Keys)} only.");
        if (request.Dump is { } dump) PassDump.Write(dump, report);
        display.Now("measuring the passes");
        SqueezeRow[] rows = request.Explain || request.Json
            ? [.. report.Stages.Select(stage => SqueezeRow.Of(stage, report.Baseline, data))]
            : [SqueezeRow.Of(report.Baseline, report.Baseline, null), SqueezeRow.Of(report.Result, report.Baseline, null)];
        var exact = SqueezeRow.Of(report.LastExact, report.Baseline, null);
        if (request.Pack)
        {
            var manifest = ModelPacking.Pack(folder, [.. reports.Select(static pair => (pair.Key, pair.Value.Result.Model!))], display);
            return new SqueezeJson(folder.Graph.Name, chosen, exact, rows, offers, Path.Combine(folder.Path, "model.json"), manifest.Plans[0].PlanId, manifest.Plans[0].File.Length);
        }
        if (request.Output is not { } file) return new SqueezeJson(folder.Graph.Name, chosen, exact, rows, offers, null, null, null);
        display.Now("writing the plan");
        var plan = report.Result.Model!.ToPlan();
        File.WriteAllBytes(file, plan.ToBytes());
        return new SqueezeJson(folder.Graph.Name, chosen, exact, rows, offers, file, plan.Id, plan.SizeInBytes);
    }

    private static PassContext ContextOf(SqueezeFolder folder, SqueezeRequest request, string plan, CalibrationData? data) => new()
    {
        Calibration = data,
        TrainedAgain = folder.Base is null ? null : folder.Graph,
        Options = new CompilerOptions
        {
            Shifts = plan == "lean" ? ShiftSource.Spread : ShiftSource.Client,
            Heads = request.Heads,
            Diagonals = request.Diagonals,
            Without = request.Without.ToHashSet(StringComparer.Ordinal),
        },
    };

    private static PlanOffer OfferOf(string name, PassCounters counters, double? uplink) => new(
        name, counters.KeySwitches, Math.Round(counters.EstimatedMilliseconds, 1), counters.UploadBytes, counters.KeyBytes,
        uplink is { } rate ? Math.Round(counters.UploadBytes * 8 / rate * 1000, 1) : null);
}
