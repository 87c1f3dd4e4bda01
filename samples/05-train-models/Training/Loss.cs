namespace BasedAI.Samples.TrainModels.Training;

/// <summary>
/// Cross entropy of logits against a class, and its derivative p - q: p by the logistic function of one logit (class 1 is the positive
/// one) or the softmax of several, q the class, or with smoothing e a mixture: 1 - e of the class and e of all K alike. Smoothing keeps
/// logits small: nothing is gained by a probability above 1 - e + e/K.
/// </summary>
public static class Loss
{
    /// <summary>Replaces the logits by the derivative of the loss, which is returned.</summary>
    public static double Differentiate(Span<double> logits, int label, double smoothing = 0)
    {
        if (logits.Length == 1)
        {
            var logit = logits[0];
            var target = (label == 1 ? 1 - smoothing : 0) + smoothing / 2;
            logits[0] = 1 / (1 + Math.Exp(-logit)) - target;
            return target * Logistic(logit) + (1 - target) * Logistic(-logit);
        }

        var largest = logits[0];
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        double sum = 0, mean = 0;
        var margin = (1 - smoothing) * (logits[label] - largest);
        foreach (ref var logit in logits)
        {
            mean += (logit - largest) / logits.Length;
            sum += logit = Math.Exp(logit - largest);
        }

        foreach (ref var logit in logits)
            logit = logit / sum - smoothing / logits.Length;
        logits[label] -= 1 - smoothing;
        return Math.Log(sum) - margin - smoothing * mean;
    }

    /// <summary>
    /// The derivative of 0.05 (|logit| - limit)^2, nothing within the limit: what keeps a polynomial of high degree from running away on
    /// short texts of strong words. The loss by it is not counted.
    /// </summary>
    public static double RangeDerivative(double logit, double limit) =>
        logit > limit ? 0.1 * (logit - limit) : logit < -limit ? 0.1 * (logit + limit) : 0;

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

    // -log of the logistic function.
    private static double Logistic(double margin) =>
        margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
}
