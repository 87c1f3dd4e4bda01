namespace BasedAI.Samples.TrainModels.Training;

/// <summary>
/// Cross entropy of logits against a class, -log p, and its derivative p - (1 for the class): of one logit with the logistic function
/// (class 1 is the positive one), of several with softmax.
/// </summary>
public static class Loss
{
    /// <summary>Replaces the logits by the derivative of the loss, which is returned.</summary>
    public static double Differentiate(Span<double> logits, int label)
    {
        if (logits.Length == 1)
        {
            var logit = logits[0];
            logits[0] = 1 / (1 + Math.Exp(-logit)) - (label == 1 ? 1 : 0);
            return Logistic(label == 1 ? logit : -logit);
        }

        var largest = logits[0];
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        var sum = 0.0;
        var margin = logits[label] - largest;
        foreach (ref var logit in logits)
            sum += logit = Math.Exp(logit - largest);
        foreach (ref var logit in logits)
            logit /= sum;
        logits[label] -= 1;
        return Math.Log(sum) - margin;
    }

    /// <summary>The class a model names: the sign of one logit, the first of the largest of several.</summary>
    public static int Predict(ReadOnlySpan<double> logits)
    {
        if (logits.Length == 1)
            return logits[0] > 0 ? 1 : 0;
        var best = 0;
        for (var c = 1; c < logits.Length; c++)
            if (logits[c] > logits[best])
                best = c;
        return best;
    }

    private static double Logistic(double margin) =>
        margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
}
