using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BasedAI.Cli;

/// <summary>Starts and stops the node program.</summary>
internal static class ChildProcess
{
    private const int SigTerm = 15;

    public static Process Start(string program, IEnumerable<string> arguments, bool captureOutput, bool captureError)
    {
        var (fileName, first) = SiloLocator.CommandOf(program);
        var start = new ProcessStartInfo(fileName)
        {
            UseShellExecute = false,
            RedirectStandardOutput = captureOutput,
            RedirectStandardError = captureError,
        };
        foreach (var argument in first.Concat(arguments)) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start) ?? throw new CliException(ExitCodes.Unreachable, $"The node program '{program}' could not be started.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new CliException(ExitCodes.Unreachable, $"The node program '{program}' could not be started: {exception.Message}", exception);
        }
    }

    /// <summary>Asks the process to stop, and after <paramref name="patience"/> ends it.</summary>
    public static async Task StopAsync(Process process, TimeSpan patience)
    {
        if (process.HasExited) return;
        AskToStop(process);
        try
        {
            using var bound = new CancellationTokenSource(patience);
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>SIGTERM; where there is none, the end.</summary>
    public static void AskToStop(Process process)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else _ = SendSignal(process.Id, SigTerm);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
