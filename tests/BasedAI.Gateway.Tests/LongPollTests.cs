using System.Diagnostics.Metrics;
using BasedAI.Grains;
using BasedAI.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace BasedAI.Gateway.Tests;

/// <summary>Waiting for a job that does not change.</summary>
public sealed class LongPollTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly QuietJob _job = new();

    private static TimeSpan Wait => TimeSpan.FromSeconds(20);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_stopping_node_answers_with_what_there_is()
    {
        var waiting = Endpoints(1).WaitForChange(_job, 5, Wait, Cancelled);
        Assert.False(waiting.IsCompleted);
        _lifetime.StopApplication();
        Assert.Same(_job.Snapshot, await waiting);
    }

    [Fact]
    public async Task One_more_than_the_bound_is_refused_as_busy()
    {
        var endpoints = Endpoints(2);
        var first = endpoints.WaitForChange(_job, 5, Wait, Cancelled);
        var second = endpoints.WaitForChange(_job, 5, Wait, Cancelled);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => endpoints.WaitForChange(_job, 5, Wait, Cancelled));
        Assert.Equal((ErrorCodes.Busy, 429), (refusal.Code, refusal.Status));
        Assert.NotNull(refusal.RetryAfter);

        _job.Change();
        await Task.WhenAll(first, second);
        var next = endpoints.WaitForChange(_job, 5, Wait, Cancelled);
        Assert.Same(_job.Snapshot, await next);
    }

    [Fact]
    public async Task A_caller_that_goes_away_keeps_its_place_until_the_cluster_is_done_with_it()
    {
        var endpoints = Endpoints(1);
        using var aborted = new CancellationTokenSource();
        var waiting = endpoints.WaitForChange(_job, 5, Wait, aborted.Token);
        await aborted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAsync<Refusal>(() => endpoints.WaitForChange(_job, 5, Wait, Cancelled));
        _job.Change();
        Assert.Same(_job.Snapshot, await endpoints.WaitForChange(_job, 5, Wait, Cancelled));
    }

    private JobEndpoints Endpoints(int maxLongPolls) => new(
        null!,
        null!,
        new GatewayOptions { OperatorToken = "0123456789abcdef", MaxLongPolls = maxLongPolls },
        _lifetime,
        new GatewayInstruments(_services.GetRequiredService<IMeterFactory>()),
        NullLogger<JobEndpoints>.Instance);

    /// <summary>A job that changes only when it is told to.</summary>
    private sealed class QuietJob : IJobGrain
    {
        private readonly TaskCompletionSource _changed = new();

        public JobSnapshot Snapshot { get; } = new() { JobId = Guid.NewGuid(), BrainId = 0, Phase = JobPhase.Computing, Version = 5 };

        public void Change() => _changed.SetResult();

        public Task<JobSnapshot?> GetSnapshot() => Task.FromResult<JobSnapshot?>(Snapshot);

        public async Task<JobSnapshot?> WaitForChange(long afterVersion, TimeSpan wait)
        {
            await _changed.Task;
            return Snapshot;
        }

        public Task<JobSnapshot> Start(JobOrder order) => throw new NotSupportedException();

        public Task<bool> ReportProgress(int attempt, int step, int stepCount) => throw new NotSupportedException();

        public Task CompleteWork(WorkResult result) => throw new NotSupportedException();

        public Task FailWork(WorkFailure failure) => throw new NotSupportedException();

        public Task SubmitVerdict(WorkVerdict verdict) => throw new NotSupportedException();

        public Task<JobSnapshot?> Cancel() => throw new NotSupportedException();

        public Task Reconcile() => throw new NotSupportedException();
    }
}
