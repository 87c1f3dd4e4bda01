using System.Diagnostics;

namespace BasedAI.Silo;

/// <summary>Stops the node when the process that started it is gone, however it ended: a network made for one command does not outlive it.</summary>
internal static class ParentWatch
{
    /// <summary>Watches until the node stops.</summary>
    public static async Task Run(int processId, IHostApplicationLifetime lifetime)
    {
        try
        {
            using var parent = Process.GetProcessById(processId);
            await parent.WaitForExitAsync(lifetime.ApplicationStopping);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lifetime.StopApplication();
    }
}
