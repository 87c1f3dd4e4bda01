using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>Executes a plan on ciphertexts. Deterministic: the same plan, keys and input give the same bytes everywhere.</summary>
public interface IPlanEngine
{
    /// <summary>Executes a plan on the calling thread, which is one of <see cref="HomomorphicWorker"/>'s.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="keys">The user's evaluation keys.</param>
    /// <param name="input">The encrypted input.</param>
    /// <param name="progress">Told after each step, on the same thread; before the first, and as step 0, whenever something was loaded.</param>
    /// <param name="cancellationToken">Looked at between steps.</param>
    /// <exception cref="PlanEngineException">The work cannot be done; it says whether another attempt would fail the same way.</exception>
    PlanRun Run(BlobRef plan, BlobRef keys, BlobRef input, IProgress<WorkStep> progress, CancellationToken cancellationToken);

    /// <summary>Gets ready for a plan before the first job of it; an engine that has nothing to get ready does nothing.</summary>
    /// <returns>False where the plan was only looked at: there is no room to keep it ready beside those that are.</returns>
    /// <exception cref="PlanEngineException">The plan cannot be executed.</exception>
    bool Prepare(BlobRef plan, CancellationToken cancellationToken) => true;
}

/// <summary>How far an execution is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="StepCount">Steps there are.</param>
public readonly record struct WorkStep(int Step, int StepCount);

/// <summary>What an execution gave.</summary>
/// <param name="Result">The bundle of result ciphertexts, serialised.</param>
/// <param name="Elapsed">How long it took, without waiting for a thread.</param>
public sealed record PlanRun(ReadOnlyMemory<byte> Result, TimeSpan Elapsed);
