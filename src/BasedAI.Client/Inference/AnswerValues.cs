using System.Collections.Immutable;

namespace BasedAI.Client;

/// <summary>What decrypted values say by a model's task: labels, probabilities rounded so that they may be shared, a vector.</summary>
public sealed record AnswerValues
{
    /// <summary>Digits after the point of a probability that may be shared.</summary>
    public const int ProbabilityDigits = 4;

    /// <summary>Digits after the point of a vector's values that may be shared.</summary>
    public const int VectorDigits = 3;

    private AnswerValues(ImmutableArray<double> raw) => Raw = raw;

    /// <summary>The values as they were decrypted, or computed in the clear.</summary>
    public ImmutableArray<double> Raw { get; }

    /// <summary>Index of the class, or null for an embedding.</summary>
    public int? Class { get; private init; }

    /// <summary>The class, or null for an embedding.</summary>
    public string? Label { get; private init; }

    /// <summary>Rounded probability of the second label of a binary classification, of <see cref="Label"/> otherwise; null for an embedding.</summary>
    public double? Probability { get; private init; }

    /// <summary>Rounded probability of each label; empty for an embedding.</summary>
    public ImmutableArray<double> Probabilities { get; private init; } = [];

    /// <summary>The rounded vector of an embedding; empty otherwise.</summary>
    public ImmutableArray<double> Vector { get; private init; } = [];

    /// <summary>Reads values by a model's task.</summary>
    /// <param name="model">The model.</param>
    /// <param name="values">As many finite values as the model's answer has.</param>
    public static AnswerValues Read(ModelRequirements model, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, model.DefaultPlan.Output.Count, nameof(values));
        var answer = new AnswerValues([.. values]);
        switch (model.Task)
        {
            case ModelTask.BinaryClassification:
                var second = 1 / (1 + Math.Exp(-values[0]));
                var chosen = values[0] > 0 ? 1 : 0;
                return answer with { Class = chosen, Label = model.Labels[chosen], Probability = Rounded(second), Probabilities = [Rounded(1 - second), Rounded(second)] };
            case ModelTask.Classification:
                var probabilities = Softmax(values);
                var top = IndexOfLargest(values);
                return answer with { Class = top, Label = model.Labels[top], Probability = Rounded(probabilities[top]), Probabilities = [.. probabilities.Select(Rounded)] };
            default:
                return answer with { Vector = [.. values.Select(value => Math.Round(value, VectorDigits))] };
        }
    }

    /// <summary>Largest difference to other values.</summary>
    public double DistanceTo(AnswerValues other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Raw.Zip(other.Raw, (left, right) => Math.Abs(left - right)).Max();
    }

    private static double Rounded(double probability) => Math.Round(probability, ProbabilityDigits);

    private static double[] Softmax(IReadOnlyList<double> logits)
    {
        var largest = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp(logit - largest))];
        var sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }

    private static int IndexOfLargest(IReadOnlyList<double> values)
    {
        var index = 0;
        for (var i = 1; i < values.Count; i++)
        {
            if (values[i] > values[index]) index = i;
        }

        return index;
    }
}
