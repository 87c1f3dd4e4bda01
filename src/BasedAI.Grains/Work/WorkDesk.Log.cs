using Microsoft.Extensions.Logging;

namespace BasedAI.Grains;

internal sealed partial class WorkDesk
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(20, LogLevel.Warning, "{Role} {Member}: job {JobId}, attempt {Attempt} failed as {ErrorCode}, reference {Reference}")]
    private partial void LogFailed(
        Exception exception, string role, string member, Guid jobId, int attempt, string errorCode, string reference);

    [LoggerMessage(21, LogLevel.Debug, "{Role} {Member}: job {JobId}, attempt {Attempt} was stopped")]
    private partial void LogStopped(string role, string member, Guid jobId, int attempt);

    [LoggerMessage(22, LogLevel.Information, "{Role} {Member}: job {JobId} did not answer about attempt {Attempt}; said again later")]
    private partial void LogUnheard(Exception exception, string role, string member, Guid jobId, int attempt);

    [LoggerMessage(23, LogLevel.Warning, "{Role} {Member}: job {JobId} refuses the report of attempt {Attempt}")]
    private partial void LogRefused(Exception exception, string role, string member, Guid jobId, int attempt);

    [LoggerMessage(24, LogLevel.Error, "{Role} {Member}: the report of job {JobId}, attempt {Attempt} cannot be delivered")]
    private partial void LogUndelivered(Exception exception, string role, string member, Guid jobId, int attempt);
}
