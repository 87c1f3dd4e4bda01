namespace BasedAI.Protocol;

/// <summary>The body of <c>POST /v1/jobs</c>. Submitting the same id with the same content again is the same job; with other content it is refused.</summary>
public sealed record JobRequest
{
    /// <summary>The client's id of the job.</summary>
    public required JobId Id { get; init; }

    /// <summary>Which Brain should answer.</summary>
    public required BrainId Brain { get; init; }

    /// <summary>The plan the input was made for, one of the model's; a Brain whose model no longer has it refuses.</summary>
    public required string PlanId { get; init; }

    /// <summary>The encrypted input, already uploaded.</summary>
    public required BlobRef Input { get; init; }

    /// <summary>The evaluation keys, already uploaded.</summary>
    public required BlobRef Keys { get; init; }

    /// <summary>Validators that must agree, 0 … 8.</summary>
    public int Validators { get; init; } = 2;

    /// <summary>Seconds from admission after which the job is given up, 1 … 86,400.</summary>
    public int DeadlineSeconds { get; init; } = 60;
}
