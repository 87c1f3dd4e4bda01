namespace BasedAI.Client;

/// <summary>What a model does.</summary>
public enum ModelTask
{
    /// <summary>One logit; above 0 it is the second of two labels.</summary>
    BinaryClassification,

    /// <summary>One logit per label; the largest is the answer.</summary>
    Classification,

    /// <summary>A vector.</summary>
    Embedding,
}
