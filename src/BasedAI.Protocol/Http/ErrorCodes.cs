namespace BasedAI.Protocol;

/// <summary>The reasons a request or job can be refused for. The names persist.</summary>
public static class ErrorCodes
{
    /// <summary>The request is malformed.</summary>
    public const string BadRequest = "bad-request";

    /// <summary>The API has nothing at this path.</summary>
    public const string UnknownRoute = "unknown-route";

    /// <summary>No such Brain (outside 0 … 1023, or not opened).</summary>
    public const string UnknownBrain = "unknown-brain";

    /// <summary>The Brain serves no model yet.</summary>
    public const string NoModel = "no-model";

    /// <summary>The Brain has no miners.</summary>
    public const string NoMiners = "no-miners";

    /// <summary>The Brain has fewer validators than the job asks for.</summary>
    public const string NoValidators = "no-validators";

    /// <summary>The Brain's model has no such plan as the job names.</summary>
    public const string PlanMismatch = "plan-mismatch";

    /// <summary>No such job.</summary>
    public const string UnknownJob = "unknown-job";

    /// <summary>The id is taken by a job with other content.</summary>
    public const string JobConflict = "job-conflict";

    /// <summary>A blob that was named is not in the store.</summary>
    public const string UnknownBlob = "unknown-blob";

    /// <summary>The bytes do not have the digest or length they were announced with.</summary>
    public const string BlobMismatch = "blob-mismatch";

    /// <summary>The blob is larger than the node takes.</summary>
    public const string BlobTooLarge = "blob-too-large";

    /// <summary>The encrypted input cannot be read or does not fit the plan.</summary>
    public const string BadInput = "bad-input";

    /// <summary>The evaluation keys cannot be read or are not those the plan needs.</summary>
    public const string BadKeys = "bad-keys";

    /// <summary>Every attempt failed.</summary>
    public const string AttemptsExhausted = "attempts-exhausted";

    /// <summary>Validators found other bytes than the miner.</summary>
    public const string Disputed = "disputed";

    /// <summary>The deadline passed.</summary>
    public const string DeadlinePassed = "deadline-passed";

    /// <summary>The user called it off.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Too much is waiting; try again later.</summary>
    public const string Busy = "busy";

    /// <summary>The role is full (256 validators, 1,792 miners).</summary>
    public const string RoleFull = "role-full";

    /// <summary>An operator's token is needed.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The node failed; the log has the reference.</summary>
    public const string Internal = "internal";
}
