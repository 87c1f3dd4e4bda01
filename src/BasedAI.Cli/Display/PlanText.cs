using System.Globalization;
using BasedAI.Client;

namespace BasedAI.Cli;

/// <summary>Plans, parameters and answers as lines and as JSON.</summary>
internal static class PlanText
{
    private const int ShownValues = 6;
    private const int ShownClasses = 3;

    public static string Parameters(PlanRequirements plan) => string.Create(CultureInfo.InvariantCulture,
        $"CKKS, N = {plan.Parameters.N}, log QP = {plan.Parameters.LogQP:0}, {(int)plan.Parameters.Security} bits of security");

    public static string Cost(PlanRequirements plan)
        => $"{plan.Ports.Length} ciphertexts, {Amounts.Bytes(plan.InputBytes)} a question; {KeyCount(plan)} keys, {Amounts.Bytes(plan.KeyBytes)} once; "
            + $"{Amounts.Time(plan.Evaluation)} on one thread";

    public static ParametersJson ToJson(BasedAI.Fhe.CkksParameters parameters) => new(parameters.N, Math.Round(parameters.LogQP, 2), (int)parameters.Security);

    public static ModelPlanJson ToJson(PlanRequirements plan) => new(
        plan.Name, plan.PlanId, ToJson(plan.Parameters), plan.Parameters.Id.ToString(), plan.Ports.Length, plan.Keys.Galois.Length, plan.KeyBytes, plan.InputBytes,
        Math.Round(plan.Evaluation.TotalMilliseconds, 2));

    public static ChoiceJson ToJson(PlanChoice choice) => new(
        choice.Plan.Name,
        choice.Plan.PlanId,
        choice.Reason,
        choice.Uplink is { } uplink ? Math.Round(uplink.MegabitsPerSecond, 2) : null,
        choice.Estimates.IsEmpty ? null : [.. choice.Estimates.Select(estimate => new EstimateJson(estimate.Plan, Math.Round(estimate.Time.TotalSeconds, 3)))]);

    /// <summary>For example <c>positive, probability 99.85 %</c>, or the first numbers of a vector.</summary>
    public static string Answer(AnswerValues values)
    {
        if (values.Class is { } index) return $"{values.Label}, probability {Amounts.Percent(values.Probabilities[index])}";
        var shown = values.Vector.Take(ShownValues).Select(value => value.ToString("0.000", CultureInfo.InvariantCulture));
        return $"{values.Vector.Length} numbers: {string.Join(" ", shown)}{(values.Vector.Length > ShownValues ? " …" : "")}";
    }

    /// <summary>The classes after the first, where there are more than two.</summary>
    public static string? NextClasses(AnswerValues values, ModelRequirements model)
    {
        if (model.Task != ModelTask.Classification || model.Labels.Length <= 2) return null;
        var next = Enumerable.Range(0, model.Labels.Length).Where(i => i != values.Class).OrderByDescending(i => values.Raw[i]).Take(ShownClasses - 1);
        return string.Join(", ", next.Select(i => $"{model.Labels[i]} {Amounts.Percent(values.Probabilities[i])}"));
    }

    public static IReadOnlyDictionary<string, double>? Probabilities(AnswerValues values, ModelRequirements model)
        => values.Class is null ? null : model.Labels.Zip(values.Probabilities).ToDictionary(pair => pair.First, pair => pair.Second);

    public static IReadOnlyList<double>? Vector(AnswerValues values) => values.Vector.IsEmpty ? null : values.Vector;

    private static int KeyCount(PlanRequirements plan) => plan.Keys.Galois.Length + (plan.Keys.RelinearizationLevel is null ? 0 : 1);
}
