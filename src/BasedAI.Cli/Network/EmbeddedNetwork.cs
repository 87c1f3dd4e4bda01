using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BasedAI.Protocol;

namespace BasedAI.Cli;

/// <summary>
/// A whole network for one command: a node with three miners and two validators over a temporary folder. Disposing it stops the node and deletes the
/// folder; if this process is killed, the node notices that its parent is gone and stops by itself.
/// </summary>
internal sealed class EmbeddedNetwork : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly string _folder;
    private readonly OutputTail _tail;

    private EmbeddedNetwork(Process process, string folder, OutputTail tail)
    {
        _process = process;
        _folder = folder;
        _tail = tail;
        Url = new Uri("http://127.0.0.1/");
    }

    /// <summary>Where its API answers.</summary>
    public Uri Url { get; private set; }

    internal int ProcessId => _process.Id;

    internal string Folder => _folder;

    /// <summary>Starts a node and waits until it takes work.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="brain">The Brain to open; the others of the shipped models are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">It ended or was not ready in time; the message carries the end of its error output.</exception>
    public static async Task<EmbeddedNetwork> StartAsync(CliContext context, BrainId brain, CancellationToken cancellationToken)
    {
        var program = SiloLocator.Find(context);
        var folder = Directory.CreateTempSubdirectory("basedai-demo-").FullName;
        EmbeddedNetwork? network = null;
        try
        {
            string[] arguments =
            [
                "--data", folder, "--ephemeral-ports", "--http", "127.0.0.1:0", "--miners", "3", "--validators", "2",
                "--brains", brain.ToString(), "--parent-pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ];
            var process = ChildProcess.Start(program, arguments, captureOutput: true, captureError: true);
            network = new EmbeddedNetwork(process, folder, new OutputTail(process));
            await network.WaitUntilReadyAsync(cancellationToken);
            return network;
        }
        catch
        {
            if (network is not null) await network.DisposeAsync();
            else TryDelete(folder);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ChildProcess.StopAsync(_process, StopPatience);
        _process.Dispose();
        TryDelete(_folder);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, "node.json");
        var began = Stopwatch.GetTimestamp();
        while (!File.Exists(file))
        {
            if (_process.HasExited)
            {
                await _tail.EndAsync();
                throw new CliException(
                    _process.ExitCode == ExitCodes.BadInput ? ExitCodes.BadInput : ExitCodes.Unreachable,
                    $"The node ended with exit code {_process.ExitCode} before it was ready.{_tail}");
            }

            if (Stopwatch.GetElapsedTime(began) > StartPatience)
                throw new CliException(ExitCodes.Unreachable, $"The node was not ready within {StartPatience.TotalSeconds:0} s.{_tail}");
            await Task.Delay(PollInterval, cancellationToken);
        }

        Url = ReadUrl(file);
    }

    internal static Uri ReadUrl(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return new Uri(document.RootElement.GetProperty("url").GetString()!);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or UriFormatException or ArgumentNullException or InvalidOperationException)
        {
            throw new CliException(ExitCodes.Unreachable, $"The node wrote a {Path.GetFileName(file)} without its address; program and node are of different versions.", exception);
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file may still be open for a moment; the system clears its temporary folder.
        }
    }
}
