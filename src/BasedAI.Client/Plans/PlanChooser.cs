using System.Collections.Immutable;
using System.Globalization;

namespace BasedAI.Client;

/// <summary>
/// Which plan a question goes by: the one with the least estimated time. A plan that sends much and computes little suits a fast line, one that sends
/// little a slow one. Keys are sent once and used often: they count for a twentieth. Pure.
/// </summary>
internal static class PlanChooser
{
    /// <summary>Questions over which the upload of keys is spread.</summary>
    private const double QuestionsPerKeys = 20;

    /// <summary>Chooses.</summary>
    /// <param name="plans">The plans to choose from, at least one; of equals the first is taken.</param>
    /// <param name="uplink">The uplink, or null where it was not measured.</param>
    /// <param name="hasKeys">Whether the network has the user's keys for a plan.</param>
    public static PlanChoice Choose(IReadOnlyList<PlanRequirements> plans, LinkSpeed? uplink, Func<PlanRequirements, bool> hasKeys)
    {
        if (plans.Count == 1) return Only(plans[0], "the only plan");
        if (uplink is null) return Only(plans[0], "the first plan: the link could not be measured");
        ImmutableArray<PlanEstimate> estimates = [.. plans.Select(plan => new PlanEstimate(plan.Name, Estimate(plan, uplink, hasKeys(plan))))];
        var best = 0;
        for (var i = 1; i < estimates.Length; i++)
        {
            if (estimates[i].Time < estimates[best].Time) best = i;
        }

        var others = string.Join(", ", estimates.Where((_, i) => i != best).Select(Describe));
        return new PlanChoice(plans[best], $"least time at {uplink}: {Describe(estimates[best])}, against {others}", uplink, estimates);
    }

    public static PlanChoice Only(PlanRequirements plan, string reason) => new(plan, reason, null, []);

    private static TimeSpan Estimate(PlanRequirements plan, LinkSpeed uplink, bool hasKeys)
        => uplink.TimeOf(plan.InputBytes + (hasKeys ? 0 : plan.KeyBytes / QuestionsPerKeys)) + plan.Evaluation;

    private static string Describe(PlanEstimate estimate)
        => string.Create(CultureInfo.InvariantCulture, $"{estimate.Plan} {estimate.Time.TotalSeconds:0.00} s");
}
