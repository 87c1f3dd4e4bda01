namespace BasedAI.Grains;

/// <summary>A validator: re-executes a job and compares the result's bytes with the miner's. Key: the member id.</summary>
[Alias("BasedAI.IValidatorGrain")]
public interface IValidatorGrain : IGrainWithStringKey
{
    /// <summary>Begins a check and returns at once; beginning the same one again is harmless. False where the silo's queue is full.</summary>
    [Alias("Begin")]
    Task<bool> Begin(VerificationOrder order);

    /// <summary>Stops a check, if it still runs.</summary>
    [Alias("Stop")]
    Task Stop(Guid jobId, int attempt);

    /// <summary>What the validator is doing.</summary>
    [Alias("GetStatus")]
    Task<WorkerStatus> GetStatus();
}
