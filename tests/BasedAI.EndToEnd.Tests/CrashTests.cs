using BasedAI.Client;
using BasedAI.Protocol;

namespace BasedAI.EndToEnd.Tests;

/// <summary>A node that is killed the moment after it acknowledged a job: the job is there after the restart, and ends.</summary>
public sealed class CrashTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_waits_gets_its_answer_after_the_restart()
    {
        await using var node = await TestNode.StartAsync();
        using var client = node.CreateClient(options => options with { WatchPatience = TimeSpan.FromMinutes(2), RequestTimeout = TimeSpan.FromSeconds(60) });
        var restart = Task.CompletedTask;
        var (answer, plain) = await SharedNode.AskAsync(client, "a gripping film", progress: new OnAcknowledged(() =>
        {
            node.Kill();
            restart = Task.Run(node.RestartAsync, Token);
        }));
        await restart;
        Assert.Equal(plain, answer.RawValues[0], 1e-3);
        Assert.True(answer.IsVerified);
    }

    [Fact]
    public async Task A_client_that_gives_up_can_resume_by_the_jobs_id()
    {
        await using var node = await TestNode.StartAsync();
        using var client = node.CreateClient(options => options with { WatchPatience = TimeSpan.Zero });
        var brain = await BrainClient.OpenAsync(client, new BrainId(0), Token);
        using var keys = new ClientKeyRing();
        var encoded = brain.Encode("a gripping film");
        var interrupted = await Assert.ThrowsAsync<JobInterruptedException>(
            () => brain.AskAsync(encoded, keys, progress: new OnAcknowledged(node.Kill), cancellationToken: Token));
        Assert.IsType<NodeUnreachableException>(interrupted.InnerException);

        await node.RestartAsync();
        JobStatus? last = null;
        await foreach (var status in client.WatchAsync(interrupted.Job, Token)) last = status;
        Assert.Equal(JobPhase.Completed, last!.Phase);
        Assert.Equal("positive", (await brain.ReadAnswerAsync(last, keys, cancellationToken: Token)).Label);
    }

    private sealed class OnAcknowledged(Action action) : IProgress<InferenceEvent>
    {
        public void Report(InferenceEvent value)
        {
            if (value is InferenceEvent.Acknowledged) action();
        }
    }
}
