using BasedAI.Fhe;

namespace BasedAI.Cerberus;

/// <summary>How a plan is run. None of it changes a result.</summary>
public sealed record PlanExecutorOptions
{
    /// <summary>Threads one run may use, 1 to <see cref="CkksEvaluator.MaxThreads"/>; 1 by default. Operands are encoded on as many.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Bytes of encoded operands to keep from run to run, 1 GiB by default. Operands beyond, in the order of the plan, are encoded again at each use: one
    /// transform a limb, instead of memory.
    /// </summary>
    public long MaxOperandBytes { get; init; } = 1L << 30;

    /// <summary>Bytes a run may take by <see cref="PlanMemoryEstimate.TotalBytes"/>, 4 GiB by default. Plans that want more are refused before anything is allocated.</summary>
    public long MaxBytes { get; init; } = 4L << 30;
}
