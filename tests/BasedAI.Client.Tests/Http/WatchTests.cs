using BasedAI.Protocol;
using Microsoft.AspNetCore.Http;

namespace BasedAI.Client.Tests.Http;

/// <summary>Watching a job: each change once, across silence and a node that was restarted, to the end.</summary>
public sealed class WatchTests
{
    private static readonly JobId Job = JobId.New();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_change_is_seen_once_and_the_end_ends_it()
    {
        long[] versions = [1, 2, 2, 5, 5, 9];
        await using var node = await FakeNode.StartAsync((context, request) => Write(context, versions[Math.Min(request, versions.Length) - 1], 9));
        using var client = node.CreateClient();
        var seen = new List<long>();
        await foreach (var status in client.WatchAsync(Job, Token)) seen.Add(status.Version);
        Assert.Equal([1, 2, 5, 9], seen);
    }

    [Fact]
    public async Task The_version_seen_last_is_asked_beyond()
    {
        var asked = new List<string>();
        await using var node = await FakeNode.StartAsync((context, request) =>
        {
            asked.Add(context.Request.QueryString.Value ?? "");
            return Write(context, request * 3, 6);
        });
        using var client = node.CreateClient();
        await foreach (var _ in client.WatchAsync(Job, Token)) { }
        Assert.Equal(["", "?after=3&wait=15"], asked);
    }

    [Fact]
    public async Task A_node_that_goes_away_for_a_moment_is_borne()
    {
        await using var node = await FakeNode.StartAsync((context, request) =>
        {
            if (request is 1 or > 3) return Write(context, request, 4);
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = node.CreateClient(options => options with { WatchPatience = TimeSpan.FromSeconds(20) });
        var last = default(JobStatus);
        await foreach (var status in client.WatchAsync(Job, Token)) last = status;
        Assert.Equal(JobPhase.Completed, last!.Phase);
    }

    [Fact]
    public async Task A_node_that_stays_away_ends_the_watch()
    {
        await using var node = await FakeNode.StartAsync((context, request) =>
        {
            if (request == 1) return Write(context, 1, 4);
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = node.CreateClient();
        await Assert.ThrowsAsync<NodeUnreachableException>(async () =>
        {
            await foreach (var _ in client.WatchAsync(Job, Token)) { }
        });
    }

    [Fact]
    public async Task A_refusal_ends_the_watch_at_once()
    {
        await using var node = await FakeNode.StartAsync(async (context, request) =>
        {
            if (request == 1)
            {
                await Write(context, 1, 4);
                return;
            }

            context.Response.StatusCode = 404;
            await context.Response.WriteAsJsonAsync(new ApiError(ErrorCodes.UnknownJob, "gone"), ProtocolJson.Default.ApiError);
        });
        using var client = node.CreateClient(options => options with { WatchPatience = TimeSpan.FromMinutes(1) });
        var exception = await Assert.ThrowsAsync<BasedApiException>(async () =>
        {
            await foreach (var _ in client.WatchAsync(Job, Token)) { }
        });
        Assert.Equal(ErrorCodes.UnknownJob, exception.Code);
    }

    private static Task Write(HttpContext context, long version, long final) => context.Response.WriteAsJsonAsync(
        new JobStatus { Id = Job, Brain = new BrainId(0), Version = version, Phase = version >= final ? JobPhase.Completed : JobPhase.Computing },
        ProtocolJson.Default.JobStatus);
}
