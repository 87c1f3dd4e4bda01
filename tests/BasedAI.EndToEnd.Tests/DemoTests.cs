using System.Diagnostics;
using System.Text.Json;
using BasedAI.Cli;

namespace BasedAI.EndToEnd.Tests;

/// <summary><c>based demo</c> as a process: it answers, and however it ends it leaves no node behind.</summary>
public sealed class DemoTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _temporary = Directory.CreateTempSubdirectory("basedai-demo-test-").FullName;

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    [Fact]
    public async Task It_answers_and_leaves_nothing_behind()
    {
        using var process = Start("demo", "--json", "a gripping film");
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await WaitAsync(process);
        Assert.Equal(0, process.ExitCode);
        using var document = JsonDocument.Parse(output);
        Assert.Equal("positive", document.RootElement.GetProperty("label").GetString());
        Assert.Empty(Directory.GetDirectories(_temporary, "basedai-demo-*"));
    }

    [Theory]
    [Trait("Tier", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task However_it_is_stopped_its_node_stops_too(bool isKilled)
    {
        using var process = Start("demo", "a gripping film");
        using var node = await NodeOfAsync(process);
        if (isKilled) process.Kill();
        else ChildProcess.AskToStop(process);
        await WaitAsync(process);
        await WaitAsync(node);
        if (isKilled) return;
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.GetDirectories(_temporary, "basedai-demo-*"));
    }

    private Process Start(params string[] arguments)
    {
        ShippedModel.Manifest();
        var (fileName, first) = SiloLocator.CommandOf(typeof(BasedProgram).Assembly.Location);
        var start = new ProcessStartInfo(fileName, [.. first, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["TMPDIR"] = _temporary,
                ["BASEDAI_CACHE"] = Path.Combine(_temporary, "cache"),
                ["BASEDAI_SILO"] = TestNode.SiloProgram(),
            },
        };
        return Process.Start(start)!;
    }

    /// <summary>The node's process, as soon as the node has announced it.</summary>
    private async Task<Process> NodeOfAsync(Process process)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            Assert.False(process.HasExited, "The demo ended before its node was announced.");
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, "The node was not announced in time.");
            foreach (var file in Directory.GetFiles(_temporary, "node.json", SearchOption.AllDirectories))
            {
                using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
                return Process.GetProcessById(document.RootElement.GetProperty("pid").GetInt32());
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static async Task WaitAsync(Process process)
    {
        using var bound = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(bound.Token);
    }
}
