using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BasedAI.Cli;
using BasedAI.Client;

namespace BasedAI.EndToEnd.Tests;

/// <summary>A real node: its own process over a folder that outlives kills and restarts.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("basedai-e2e-").FullName;
    private readonly string[] _arguments;
    private Process? _process;

    private TestNode(string[] arguments) => _arguments = arguments;

    public Uri Url { get; private set; } = null!;

    /// <summary>Starts a node on a port that stays its own over restarts; skips the test where the model is not there.</summary>
    public static async Task<TestNode> StartAsync(int miners = 3, int validators = 2, string? models = null)
    {
        var program = SiloProgram();
        if (!File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "models", "sentiment-mini", "model.json")))
            Assert.Skip("The folder silo/models/sentiment-mini is not there.");
        var node = new TestNode(["--http", $"127.0.0.1:{FreePort()}", "--ephemeral-ports", "--miners", $"{miners}", "--validators", $"{validators}", .. models is null ? (string[])["--model", "sentiment-mini"] : ["--models", models]]);
        try
        {
            await node.StartProcessAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public static string SiloProgram() => SiloLocator.Find(Context());

    public BasedClient CreateClient(Func<BasedClientOptions, BasedClientOptions>? change = null)
    {
        var options = new BasedClientOptions { Node = Url };
        return new BasedClient(change?.Invoke(options) ?? options);
    }

    /// <summary>kill -9: no chance to write anything down.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    public Task RestartAsync() => StartProcessAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await ChildProcess.StopAsync(_process, TimeSpan.FromSeconds(20));
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartProcessAsync()
    {
        _process?.Dispose();
        var file = Path.Combine(_folder, "node.json");
        File.Delete(file);
        _process = ChildProcess.Start(
            SiloProgram(), ["--data", _folder, .. _arguments, "--parent-pid", $"{Environment.ProcessId}"], captureOutput: true, captureError: true);
        var tail = new OutputTail(_process);
        var began = Stopwatch.GetTimestamp();
        while (!File.Exists(file))
        {
            Assert.False(_process.HasExited, $"The node ended before it was ready.{tail}");
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(2), $"The node was not ready in time.{tail}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Url = EmbeddedNetwork.ReadUrl(file);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static CliContext Context() => new()
    {
        In = TextReader.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Variable = Environment.GetEnvironmentVariable,
        IsLive = false,
        ReadSecret = _ => null,
    };
}
