using Microsoft.Extensions.Logging;

namespace BasedAI.Grains;

public sealed partial class BrainGrain
{
    [LoggerMessage(40, LogLevel.Information, "Brain {BrainId} was opened as '{Name}'")]
    private partial void LogOpened(long brainId, string name);

    [LoggerMessage(41, LogLevel.Information, "Brain {BrainId} serves model '{Model}' by {Plans}")]
    private partial void LogPublished(long brainId, string model, string plans);

    [LoggerMessage(42, LogLevel.Warning, "Brain {BrainId}: {Count} jobs were written down and never started; nobody was told of them")]
    private partial void LogOrphans(long brainId, int count);

    [LoggerMessage(43, LogLevel.Warning, "Brain {BrainId}: job {JobId} cannot be woken; the next reminder tries again")]
    private partial void LogReconcileFailed(Exception exception, long brainId, Guid jobId);

    [LoggerMessage(44, LogLevel.Error, "Brain {BrainId}: storage did not acknowledge {State}; the activation ends")]
    private partial void LogWriteFailed(Exception exception, long brainId, string state);
}
