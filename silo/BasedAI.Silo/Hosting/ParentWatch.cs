using System.Diagnostics;

namespace BasedAI.Silo;

/// <summary>Stops the node when the process that started it is gone, so that a killed command leaves no node behind.</summary>
internal sealed class ParentWatch(int parentPid, IHostApplicationLifetime lifetime, ILogger<ParentWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var parent = Process.GetProcessById(parentPid);
            await parent.WaitForExitAsync(stoppingToken);
        }
        catch (ArgumentException)
        {
            // It was gone before the watch began.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        logger.LogInformation("Process {Pid}, which started this node, is gone; stopping.", parentPid);
        lifetime.StopApplication();
    }
}
