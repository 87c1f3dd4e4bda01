using BasedAI.Protocol;

namespace BasedAI.Client;

/// <summary>
/// The job was acknowledged, but its end could not be waited for: the node went away or the time was up. The job itself is written down and goes on
/// when the node is back; watch it by its id. The inner exception says what happened.
/// </summary>
public sealed class JobInterruptedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public JobInterruptedException(JobId job, Exception innerException)
        : base($"Job {job} was acknowledged, but its end could not be waited for. {innerException?.Message}", innerException)
        => Job = job;

    /// <summary>The job.</summary>
    public JobId Job { get; }
}
