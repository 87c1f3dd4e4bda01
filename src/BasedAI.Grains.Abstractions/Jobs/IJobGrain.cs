using Orleans.Concurrency;

namespace BasedAI.Grains;

/// <summary>
/// One job: a state machine whose every transition is written before it is acknowledged. Key: the client's job id. The attempt number is the
/// fence: what an earlier attempt reports is recorded as late and changes nothing.
/// </summary>
[Alias("BasedAI.IJobGrain")]
public interface IJobGrain : IGrainWithGuidKey
{
    /// <summary>Starts the job (called by its Brain). Starting again with the same order returns the job as it stands.</summary>
    [Alias("Start")]
    Task<JobSnapshot> Start(JobOrder order);

    /// <summary>The job as it stands, or null where it was never started.</summary>
    [AlwaysInterleave, Alias("GetSnapshot")]
    Task<JobSnapshot?> GetSnapshot();

    /// <summary>Answers when the version passes <paramref name="afterVersion"/>, or after <paramref name="wait"/> (at most 20 s) with what there is.</summary>
    [AlwaysInterleave, ResponseTimeout("00:00:40"), Alias("WaitForChange")]
    Task<JobSnapshot?> WaitForChange(long afterVersion, TimeSpan wait);

    /// <summary>The miner did some steps. False tells it to stop: the attempt is no longer the current one.</summary>
    [Alias("ReportProgress")]
    Task<bool> ReportProgress(int attempt, int step, int stepCount);

    /// <summary>The miner delivers a result.</summary>
    [Alias("CompleteWork")]
    Task CompleteWork(WorkResult result);

    /// <summary>A miner or validator could not do its work.</summary>
    [Alias("FailWork")]
    Task FailWork(WorkFailure failure);

    /// <summary>A validator reports what it found.</summary>
    [Alias("SubmitVerdict")]
    Task SubmitVerdict(WorkVerdict verdict);

    /// <summary>The user calls it off. Cancelling an ended job returns it unchanged.</summary>
    [Alias("Cancel")]
    Task<JobSnapshot?> Cancel();

    /// <summary>Looks at leases and deadline and does what is due; called by the Brain's reminder after a silo was lost.</summary>
    [Alias("Reconcile")]
    Task Reconcile();
}
