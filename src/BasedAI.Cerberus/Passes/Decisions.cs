namespace BasedAI.Cerberus;

/// <summary>What a user reads from a model's numbers.</summary>
public static class Decisions
{
    /// <summary>The class: 1 for a positive single logit, or the index of the largest.</summary>
    public static int Of(ReadOnlySpan<double> logits)
    {
        if (logits.Length == 1) return logits[0] > 0 ? 1 : 0;
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return best;
    }
}
