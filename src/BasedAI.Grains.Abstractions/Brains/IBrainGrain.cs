using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>
/// A Brain: its register of members, the model it serves and the jobs it has admitted. Key: the NFT id, 0 … 1023; any other key is refused with
/// <see cref="ErrorCodes.UnknownBrain"/>. Every command may be sent twice.
/// </summary>
[Alias("BasedAI.IBrainGrain")]
public interface IBrainGrain : IGrainWithIntegerKey
{
    /// <summary>Opens the Brain under a name; opening again changes nothing and returns what is there.</summary>
    [Alias("Open")]
    Task<BrainInfo> Open(string name);

    /// <summary>What the Brain is, or null where it was never opened.</summary>
    [Alias("GetInfo")]
    Task<BrainInfo?> GetInfo();

    /// <summary>Sets the model the Brain serves. Jobs already admitted keep their plan.</summary>
    [Alias("PublishModel")]
    Task<BrainInfo> PublishModel(ModelRelease release);

    /// <summary>The released model, or null where there is none.</summary>
    [Alias("GetModel")]
    Task<ModelRelease?> GetModel();

    /// <summary>Registers a member; registering again returns the same place. Refused with <see cref="ErrorCodes.RoleFull"/> at the cap.</summary>
    [Alias("Register")]
    Task<MemberPlace> Register(string memberId, MemberRole role);

    /// <summary>Admits a job and starts it. The same id with the same content is the same job; with other content a <see cref="ErrorCodes.JobConflict"/>.</summary>
    [Alias("SubmitJob")]
    Task<JobSnapshot> SubmitJob(JobOrder order);

    /// <summary>Picks a miner for an attempt, preferring the least loaded and avoiding the one named; null where the Brain has none.</summary>
    [Alias("ChooseMiner")]
    Task<string?> ChooseMiner(Guid jobId, int attempt, string? avoid);

    /// <summary>Picks <paramref name="count"/> validators (fewer where there are fewer), never the miner itself.</summary>
    [Alias("ChooseValidators")]
    Task<string[]> ChooseValidators(Guid jobId, int attempt, int count, string? avoid);

    /// <summary>A job ended: it leaves the list of jobs in flight. Telling it twice is harmless.</summary>
    [Alias("JobEnded")]
    Task JobEnded(Guid jobId, JobPhase phase);
}
