using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>What happens while a question is answered, in order. Nothing in it depends on the input or on the answer except sizes and times.</summary>
public abstract record InferenceEvent
{
    private InferenceEvent()
    {
    }

    /// <summary>A stage on this machine has begun.</summary>
    /// <param name="Stage">Which.</param>
    public sealed record Began(InferenceStage Stage) : InferenceEvent;

    /// <summary>A stage on this machine has ended.</summary>
    /// <param name="Stage">Which.</param>
    /// <param name="Elapsed">How long it took.</param>
    /// <param name="Bytes">Bytes made, sent or received; 0 where the network had them already.</param>
    public sealed record Ended(InferenceStage Stage, TimeSpan Elapsed, long Bytes) : InferenceEvent;

    /// <summary>The plan is chosen.</summary>
    /// <param name="Choice">Which, and why.</param>
    public sealed record Chose(PlanChoice Choice) : InferenceEvent;

    /// <summary>The network has written the job down: it survives a crash of the node, and can be watched by its id.</summary>
    /// <param name="Status">The job.</param>
    public sealed record Acknowledged(JobStatus Status) : InferenceEvent;

    /// <summary>The job has moved on.</summary>
    /// <param name="Status">The job.</param>
    public sealed record Moved(JobStatus Status) : InferenceEvent;
}

/// <summary>A stage on the user's machine.</summary>
public enum InferenceStage
{
    /// <summary>The plan is chosen; the link may be measured for that.</summary>
    PlanChoice,

    /// <summary>The keys of the plan are made, unless they are there.</summary>
    KeyGeneration,

    /// <summary>The input is packed and encrypted.</summary>
    Encryption,

    /// <summary>The evaluation keys are sent, unless the network has them.</summary>
    KeyUpload,

    /// <summary>The encrypted input is sent.</summary>
    InputUpload,

    /// <summary>The encrypted result is fetched.</summary>
    Download,

    /// <summary>The result is decrypted.</summary>
    Decryption,
}
