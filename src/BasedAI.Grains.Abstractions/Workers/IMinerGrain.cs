namespace BasedAI.Grains;

/// <summary>A miner: takes a lease, runs the plan off the grain scheduler, reports. Key: the member id.</summary>
[Alias("BasedAI.IMinerGrain")]
public interface IMinerGrain : IGrainWithStringKey
{
    /// <summary>Begins an attempt and returns at once; beginning the same attempt again is harmless. False where the silo's queue is full.</summary>
    [Alias("Begin")]
    Task<bool> Begin(WorkOrder order);

    /// <summary>Stops an attempt between two steps, if it still runs.</summary>
    [Alias("Stop")]
    Task Stop(Guid jobId, int attempt);

    /// <summary>What the miner is doing.</summary>
    [Alias("GetStatus")]
    Task<WorkerStatus> GetStatus();
}
