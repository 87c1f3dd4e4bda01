using CsCheck;

namespace BasedAI.Client.Tests.Plans;

public sealed class PlanChooserTests
{
    private static readonly ModelRequirements Model = ModelRequirements.Of(SampleManifest.WithTwoPlans());

    private static PlanRequirements Fast => Model.Plans[0];

    private static PlanRequirements Lean => Model.Plans[1];

    [Fact]
    public void A_fast_line_takes_the_plan_that_computes_less_and_a_slow_one_the_plan_that_sends_less()
    {
        Assert.Equal("fast", Choose(1e9).Plan.Name);
        Assert.Equal("lean", Choose(1e5).Plan.Name);
    }

    [Fact]
    public void The_estimate_is_input_and_a_twentieth_of_the_keys_over_the_uplink_and_the_evaluation()
    {
        var choice = Choose(1e6);
        Assert.Equal(["fast", "lean"], choice.Estimates.Select(estimate => estimate.Plan));
        foreach (var (plan, estimate) in Model.Plans.Zip(choice.Estimates))
            Assert.Equal(((plan.InputBytes + (plan.KeyBytes / 20.0)) / 1e6) + plan.Evaluation.TotalSeconds, estimate.Time.TotalSeconds, 1e-6);
    }

    [Fact]
    public void Keys_that_are_there_cost_nothing_more()
    {
        var uplink = Breakeven();
        Assert.Equal("fast", PlanChooser.Choose(Model.Plans, uplink, _ => false).Plan.Name);
        Assert.Equal("lean", PlanChooser.Choose(Model.Plans, uplink, plan => plan == Lean).Plan.Name);
    }

    [Fact]
    public void Without_a_measurement_and_without_a_choice_it_is_the_first()
    {
        Assert.Equal(("fast", 0), (PlanChooser.Choose(Model.Plans, null, _ => false).Plan.Name, PlanChooser.Choose(Model.Plans, null, _ => false).Estimates.Length));
        Assert.Equal(("lean", "the only plan"), (PlanChooser.Choose([Lean], new LinkSpeed(1), _ => false).Plan.Name, PlanChooser.Choose([Lean], null, _ => false).Reason));
    }

    [Fact]
    public void The_reason_names_the_line_and_both_times()
    {
        var reason = Choose(2.5e6).Reason;
        Assert.Contains("20 Mbit/s", reason, StringComparison.Ordinal);
        Assert.Contains("fast", reason, StringComparison.Ordinal);
        Assert.Contains("lean", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_choice_is_never_slower_than_another() => Gen.Select(Gen.Double[1, 1e10], Gen.Bool, Gen.Bool).Sample((speed, first, second) =>
    {
        var choice = PlanChooser.Choose(Model.Plans, new LinkSpeed(speed), plan => plan == Fast ? first : second);
        Assert.Equal(choice.Estimates.Min(estimate => estimate.Time), choice.Estimates.Single(estimate => estimate.Plan == choice.Plan.Name).Time);
    });

    private static PlanChoice Choose(double bytesPerSecond) => PlanChooser.Choose(Model.Plans, new LinkSpeed(bytesPerSecond), _ => false);

    // A line a little faster than that on which both take as long while all keys are still to be sent: without those of the lean plan, it wins.
    private static LinkSpeed Breakeven()
    {
        var more = Fast.InputBytes - Lean.InputBytes + ((Fast.KeyBytes - Lean.KeyBytes) / 20.0);
        return new LinkSpeed(1.2 * more / (Lean.Evaluation - Fast.Evaluation).TotalSeconds);
    }
}
