using System.Collections.Immutable;

namespace BasedAI.Client;

/// <summary>The plan that was taken, and why.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Uplink">The uplink that was reckoned with, or null where none was measured.</param>
/// <param name="Estimates">What each plan would have taken; empty where no uplink was measured.</param>
public sealed record PlanChoice(PlanRequirements Plan, string Reason, LinkSpeed? Uplink, ImmutableArray<PlanEstimate> Estimates);

/// <summary>How long a question is estimated to take by a plan.</summary>
/// <param name="Plan">Name of the plan.</param>
/// <param name="Time">(input + keys / 20 where they are not there yet) / uplink + evaluation.</param>
public sealed record PlanEstimate(string Plan, TimeSpan Time);
