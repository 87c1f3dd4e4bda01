using System.Collections.Immutable;

namespace BasedAI.Cerberus;

/// <summary>What a node of a <see cref="ModelGraph"/> does. Layers are named and shaped as in torch.nn; a weight is [out, in] and y = W·x + b.</summary>
public abstract record GraphOperation
{
    /// <summary>Features of the result, given those of the operands.</summary>
    public abstract int GetFeatures(IReadOnlyList<int> inputs);

    /// <summary>One line for people.</summary>
    public abstract string Describe();
}

/// <summary>A layer that runs on the client before anything is encrypted: Embedding, RMSNorm, or Dropout (the identity when a model is used).</summary>
/// <param name="Layer">The layer's type.</param>
public sealed record ClientLayer(string Layer) : GraphOperation
{
    /// <inheritdoc/>
    public override int GetFeatures(IReadOnlyList<int> inputs) => inputs[0];

    /// <inheritdoc/>
    public override string Describe() => $"{Layer} (client)";
}

/// <summary>y = W·x + b for every token.</summary>
/// <param name="Weight">[out, in].</param>
/// <param name="Bias">[out].</param>
public sealed record LinearLayer(DenseMatrix Weight, ImmutableArray<double> Bias) : GraphOperation
{
    /// <summary>Whether some bias is not zero.</summary>
    public bool HasBias => Bias.Any(static value => value != 0);

    /// <inheritdoc/>
    public override int GetFeatures(IReadOnlyList<int> inputs) => Weight.Rows;

    /// <inheritdoc/>
    public override string Describe() => $"Linear {Weight.Columns} -> {Weight.Rows}, {Weight.CountNonZero()} weights{(HasBias ? ", bias" : "")}";
}

/// <summary>One head: s = scale·(Wq·x_t)·(Wk·x_u) + offset, and Wo·Σ_u p(s_tu)·(Wv·x_u)/n.</summary>
/// <param name="Query">[d_h, d].</param>
/// <param name="Key">[d_h, d].</param>
/// <param name="Value">[d_h, d].</param>
/// <param name="Output">[d, d_h].</param>
/// <param name="Offset">Added to every score of two real tokens.</param>
public sealed record AttentionHead(DenseMatrix Query, DenseMatrix Key, DenseMatrix Value, DenseMatrix Output, double Offset);

/// <summary>Multi-head self-attention without softmax: a score s weighs by s²/n, n the number of tokens (Power-Softmax, Zimerman et al. 2023).</summary>
/// <param name="Heads">The heads.</param>
/// <param name="ScoreScale">Multiplies q·k.</param>
public sealed record AttentionLayer(ImmutableArray<AttentionHead> Heads, double ScoreScale) : GraphOperation
{
    /// <inheritdoc/>
    public override int GetFeatures(IReadOnlyList<int> inputs) => Heads[0].Output.Rows;

    /// <inheritdoc/>
    public override string Describe() => $"MultiheadAttention, {Heads.Length} heads of {Heads[0].Query.Rows}, s²/n";
}

/// <summary>A head with its matrices multiplied out: s = x_tᵀ·M·x_u, and O·Σ_u s²·x_u/n.</summary>
/// <param name="Score">M, [d, d]: scale·Wqᵀ·Wk, the offset at the place of the constant feature.</param>
/// <param name="Output">O = Wo·Wv, [d, d].</param>
public sealed record FusedHead(DenseMatrix Score, DenseMatrix Output);

/// <summary>Self-attention over fused heads: keys and values are the rows themselves.</summary>
/// <param name="Heads">The heads.</param>
public sealed record FusedAttentionLayer(ImmutableArray<FusedHead> Heads) : GraphOperation
{
    /// <inheritdoc/>
    public override int GetFeatures(IReadOnlyList<int> inputs) => Heads[0].Output.Rows;

    /// <inheritdoc/>
    public override string Describe() =>
        $"FusedAttention, {Heads.Length} heads, {Heads.Max(h => h.Score.GetDiagonals(h.Score.Columns).Length)} and "
        + $"{Heads.Max(h => h.Output.GetDiagonals(h.Output.Columns).Length)} diagonals, s²/n";
}

/// <summary>An activation a circuit cannot compute as it is.</summary>
/// <param name="Function">GELU or ReLU.</param>
public sealed record ActivationLayer(string Function) : GraphOperation
{
    /// <inheritdoc/>
    public override int GetFeatures(IReadOnlyList<int> inputs) => inputs[0];

    /// <inheritdoc/>
    public override string Describe() => $"{Function} (to be approximated)";
}

/// <summary>A polynomial of every number.</summary>
/// <param name="Coefficients">Power basis, constant first; the constant is zero where there are padding tokens.</param>
public sealed record PolynomialLayer(ImmutableArray<double> Coefficients) : GraphOperation
{
    /// <summary>Degree.</summary>
    public int Degree => Coefficients.Length - 1;

    /// <inheritdoc/>
    public override int GetFeatures(IReadOnlyList<int> inputs) => inputs[0];

    /// <inheritdoc/>
    public override string Describe() =>
        $"Polynomial {string.Join(" + ", Coefficients.Select((c, i) => (c, i)).Where(static term => term.c != 0).Select(static term => FormattableString.Invariant($"{term.c:G4}·u^{term.i}")))}";
}

/// <summary>The sum of two values.</summary>
public sealed record ResidualSum : GraphOperation
{
    /// <inheritdoc/>
    public override int GetFeatures(IReadOnlyList<int> inputs) => inputs[0];

    /// <inheritdoc/>
    public override string Describe() => "Residual";
}

/// <summary>The sum over tokens. The client divides by n, which it alone knows.</summary>
public sealed record TokenPool : GraphOperation
{
    /// <inheritdoc/>
    public override int GetFeatures(IReadOnlyList<int> inputs) => inputs[0];

    /// <inheritdoc/>
    public override string Describe() => "MeanPool (the client divides by n)";
}

/// <summary>The end of a model in one step: Σ_t Σ_i R_i·x_i,t + bias.</summary>
/// <param name="Weights">R_i, [out, in_i], one for each operand.</param>
/// <param name="Bias">[out]; zero where it is in the constant feature.</param>
public sealed record ReadoutLayer(ImmutableArray<DenseMatrix> Weights, ImmutableArray<double> Bias) : GraphOperation
{
    /// <inheritdoc/>
    public override int GetFeatures(IReadOnlyList<int> inputs) => Weights[0].Rows;

    /// <inheritdoc/>
    public override string Describe() => $"Readout {string.Join(" + ", Weights.Select(static w => w.Columns))} -> {Weights[0].Rows}, summed over tokens";
}
