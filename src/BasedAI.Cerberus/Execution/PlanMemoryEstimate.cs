namespace BasedAI.Cerberus;

/// <summary>What one run of a plan takes in memory, keys apart. Computed from the plan; several runs at once share the operands only.</summary>
/// <param name="PeakBytes">Most at any time of inputs, intermediate results and encoded operands: exactly what a run measures once the operands are encoded.</param>
/// <param name="OperandBytes">Of these, the encoded operands that are kept.</param>
/// <param name="ScratchBytes">Upper estimate of what a single step takes besides, while it runs: digits of a key switch, remainders.</param>
public readonly record struct PlanMemoryEstimate(long PeakBytes, long OperandBytes, long ScratchBytes)
{
    /// <summary>Peak and scratch.</summary>
    public long TotalBytes => PeakBytes + ScratchBytes;
}
