using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>What a user asks of the network for one question.</summary>
public sealed record InferenceOptions
{
    /// <summary>Validators that must re-execute the job and find the same bytes, 0 … 8. Default: 2.</summary>
    public int Validators { get; init; } = 2;

    /// <summary>Seconds from admission after which the network gives the job up, 1 … 86,400. Default: 60.</summary>
    public int DeadlineSeconds { get; init; } = 60;

    /// <summary>Name of the plan to go by; null takes the one with the least estimated time. Default: null.</summary>
    public string? Plan { get; init; }

    /// <summary>The job's id; random unless given, which a caller does who wants to resume after its own crash.</summary>
    public JobId Job { get; init; } = JobId.New();
}
