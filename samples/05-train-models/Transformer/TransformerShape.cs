namespace BasedAI.Samples.TrainModels.Transformer;

/// <summary>The form of a transformer whose non-linearities are squares.</summary>
public sealed record TransformerShape
{
    /// <summary>T.</summary>
    public int Tokens { get; init; } = 32;

    /// <summary>d, features of a token, the constant one (the last) included.</summary>
    public int Features { get; init; } = 64;

    /// <summary>Features between the two linear layers; a multiple of d.</summary>
    public int HiddenFeatures { get; init; } = 128;

    public int Heads { get; init; } = 1;

    /// <summary>
    /// Whether each head has its own projections of queries, keys and values to d / heads features. Without them a token's row is its
    /// own key and value, and the one head has d of them.
    /// </summary>
    public bool ProjectsKeysAndValues { get; init; }

    /// <summary>
    /// Of the d generalised diagonals of a d x d matrix the first so many exist: the weight from feature i to feature o does if
    /// (i - o) mod d is less. A multiple of 4.
    /// </summary>
    public int Diagonals { get; init; } = 16;

    public int Blocks { get; init; } = 1;

    /// <summary>1 for two classes.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Four heads with dense projections: what is squeezed.</summary>
    public static TransformerShape Base { get; } = new() { Heads = 4, ProjectsKeysAndValues = true, Diagonals = 64 };

    /// <summary>One head on the rows themselves, 16 of 64 diagonals.</summary>
    public static TransformerShape Squeezed { get; } = new();

    public int HeadFeatures => Features / Heads;
}
