namespace BasedAI.Protocol;

/// <summary>Where a job stands. The names and numbers persist.</summary>
public enum JobPhase
{
    /// <summary>Accepted and written down; nothing has been checked yet.</summary>
    Submitted = 0,

    /// <summary>The Brain admitted it: membership, quota and references are in order.</summary>
    Admitted = 1,

    /// <summary>A miner holds a lease.</summary>
    Assigned = 2,

    /// <summary>The miner reported its first step.</summary>
    Computing = 3,

    /// <summary>The miner delivered a result.</summary>
    Computed = 4,

    /// <summary>Validators re-execute the job.</summary>
    Verifying = 5,

    /// <summary>Verified; the result can be fetched.</summary>
    Completed = 6,

    /// <summary>The request itself is at fault (unreadable ciphertext, foreign keys, no such plan): trying again gives the same.</summary>
    Rejected = 7,

    /// <summary>The network could not do it (no miner, attempts used up, results disputed).</summary>
    Failed = 8,

    /// <summary>The deadline passed.</summary>
    Expired = 9,

    /// <summary>The user called it off.</summary>
    Cancelled = 10,
}

/// <summary>Questions about a phase.</summary>
public static class JobPhaseExtensions
{
    /// <summary>Whether nothing can change any more.</summary>
    public static bool IsFinal(this JobPhase phase) => phase >= JobPhase.Completed;
}
