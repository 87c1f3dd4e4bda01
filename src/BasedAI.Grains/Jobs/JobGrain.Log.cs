using BasedAI.Protocol;
using Microsoft.Extensions.Logging;

namespace BasedAI.Grains;

public sealed partial class JobGrain
{
    [LoggerMessage(EventId = 1, Message = "Job {JobId}: {From} -> {To}, attempt {Attempt}, miner {Miner}, outcome {Outcome}")]
    private partial void LogTransition(LogLevel level, Guid jobId, JobPhase? from, JobPhase to, int attempt, string? miner, string outcome);

    [LoggerMessage(
        2, LogLevel.Information, "Job {JobId}: {Kind} of attempt {Attempt} by {Worker} is late or double (now {Phase}, attempt {Current})")]
    private partial void LogLate(Guid jobId, string kind, int attempt, string worker, JobPhase phase, int current);

    [LoggerMessage(3, LogLevel.Warning, "Job {JobId}: lease of {Phase}, attempt {Attempt}, miner {Miner} ran out")]
    private partial void LogLeaseExpired(Guid jobId, JobPhase phase, int attempt, string? miner);

    [LoggerMessage(4, LogLevel.Warning, "Job {JobId}: the step due in {Phase} failed; it is retried")]
    private partial void LogStepFailed(Exception exception, Guid jobId, JobPhase phase);

    [LoggerMessage(5, LogLevel.Error, "Job {JobId}: the transition to {Phase} was not acknowledged by storage")]
    private partial void LogWriteFailed(Exception exception, Guid jobId, JobPhase phase);

    [LoggerMessage(6, LogLevel.Error, "Job {JobId}: storage cannot be read; the activation ends")]
    private partial void LogReloadFailed(Exception exception, Guid jobId);

    [LoggerMessage(7, LogLevel.Debug, "Job {JobId}: no room for {Phase}, attempt {Attempt}; offered again later")]
    private partial void LogBusy(Guid jobId, JobPhase phase, int attempt);
}
