using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;

namespace BasedAI.Gateway.Tests;

/// <summary>The real silo, as a process, on ports of its own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private const int TerminateSignal = 15;
    private readonly Process _process;
    private readonly StringBuilder _log;

    private NodeProcess(Process process, StringBuilder log, string url, string data)
    {
        _process = process;
        _log = log;
        Data = data;
        Token = File.ReadAllText(Path.Combine(data, "operator.token")).Trim();
        Http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        Operator = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        Operator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public string Data { get; }

    public string Token { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>A user.</summary>
    public HttpClient Http { get; }

    /// <summary>The operator.</summary>
    public HttpClient Operator { get; }

    /// <summary>What the node wrote to standard error so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts a node and waits until it is ready.</summary>
    public static async Task<NodeProcess> Start(string data, params string[] arguments)
    {
        string[] http = arguments.Contains("--http") ? [] : ["--http", "127.0.0.1:0"];
        var (process, log) = Launch(["--data", data, .. http, "--ephemeral-ports", .. arguments]);
        using var patience = new CancellationTokenSource(StartPatience);
        var line = await process.StandardOutput.ReadLineAsync(patience.Token);
        if (line?.StartsWith("ready ", StringComparison.Ordinal) == true)
            return new NodeProcess(process, log, line["ready ".Length..], data);
        process.Kill();
        await process.WaitForExitAsync(patience.Token);
        throw new InvalidOperationException($"The node did not start: '{line}'\n{log}");
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Log)> RunToEnd(params string[] arguments)
    {
        var (process, log) = Launch(arguments);
        using (process)
        {
            using var patience = new CancellationTokenSource(StartPatience);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            lock (log)
                return (process.ExitCode, output, log.ToString());
        }
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public async Task<int> Terminate()
    {
        Assert.Equal(0, Signal(_process.Id, TerminateSignal));
        return await WaitForExit();
    }

    /// <summary>Waits until the node is gone; the exit code.</summary>
    public async Task<int> WaitForExit()
    {
        using var patience = new CancellationTokenSource(StartPatience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no farewell.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Http.Dispose();
        Operator.Dispose();
    }

    private static (Process Process, StringBuilder Log) Launch(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Program());
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var log = new StringBuilder();
        var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
                log.AppendLine(line.Data);
        };
        process.Start();
        process.BeginErrorReadLine();
        return (process, log);
    }

    // artifacts/bin/BasedAI.Gateway.Tests/CONFIGURATION/ → artifacts/bin/BasedAI.Silo/CONFIGURATION/
    private static string Program()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, "BasedAI.Silo", own.Name, "BasedAI.Silo.dll");
        Assert.True(File.Exists(program), $"{program} is missing: build silo/BasedAI.Silo in the same configuration.");
        return program;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
