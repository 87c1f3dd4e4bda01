using BasedAI.Fhe;
using BasedAI.Protocol;

namespace BasedAI.Cerberus;

/// <summary>A plan as a model's manifest names it, for clients, who never read the plan itself.</summary>
public static class PlanDescription
{
    /// <summary>Describes a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">Its name within the model: <c>fast</c>, <c>lean</c>, <c>default</c>.</param>
    /// <param name="evaluateMilliseconds">Measured milliseconds of one run on one thread.</param>
    public static PlanManifest Describe(this ExecutionPlan plan, string name, double evaluateMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var parameters = plan.CheckedParameters;
        return new PlanManifest
        {
            Name = name,
            PlanId = plan.Id,
            Parameters = new ParametersManifest(
                parameters.LogN,
                [.. parameters.Literal.LogQ],
                [.. parameters.Literal.LogP],
                parameters.Literal.LogDefaultScale,
                Math.Round(parameters.LogQP, 3),
                (int)parameters.Security,
                parameters.Id.ToString()),
            Ports = [.. plan.Inputs.Select(port => new PortManifest(port.Name, port.Layout, port.Level, port.Scale.Value))],
            Keys = new KeysManifest(
                plan.RequiredKeys.RelinearizationLevel,
                [.. plan.RequiredKeys.Galois.Select(key => new GaloisKeyManifest(key.Element.Value, key.Level))]),
            File = new BlobRef(plan.Id, plan.SizeInBytes, MediaTypes.Plan),
            Cost = new PlanCost(
                plan.Cost.KeySwitches,
                WireSizes.OfKeys(parameters, plan.RequiredKeys),
                WireSizes.OfFreshBundle(parameters, plan.Inputs.Select(port => port.Level)),
                WireSizes.OfComputedBundle(parameters, plan.Output.Level),
                evaluateMilliseconds),
        };
    }
}
