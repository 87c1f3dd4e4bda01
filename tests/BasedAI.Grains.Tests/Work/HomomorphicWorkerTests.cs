using Microsoft.Extensions.Options;

namespace BasedAI.Grains.Tests;

public sealed class HomomorphicWorkerTests
{
    private static CancellationToken Testing => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_queue_refuses_and_cancelled_work_never_runs()
    {
        using var worker = Create(workers: 1, capacity: 2);
        using var release = new ManualResetEventSlim();
        using var cancelled = new CancellationTokenSource();
        using var running = new ManualResetEventSlim();
        var first = worker.TryQueue(token => { running.Set(); release.Wait(token); return 1; }, Testing);
        running.Wait(Testing);
        var second = worker.TryQueue(_ => 2, cancelled.Token);
        var third = worker.TryQueue(_ => 3, Testing);

        Assert.Null(worker.TryQueue(_ => 4, Testing));
        Assert.Equal((1, 2), (worker.Running, worker.Waiting));
        await cancelled.CancelAsync();
        release.Set();
        Assert.Equal(1, await first!);
        Assert.Equal(3, await third!);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second!);
    }

    [Fact]
    public async Task What_work_throws_reaches_its_caller_and_the_thread_goes_on()
    {
        using var worker = Create(workers: 1, capacity: 2);
        await Assert.ThrowsAsync<InvalidDataException>(() => worker.TryQueue<int>(_ => throw new InvalidDataException(), Testing)!);
        Assert.Equal(2, await worker.TryQueue(_ => 2, Testing)!);
    }

    [Fact]
    public async Task Stopping_cancels_what_runs_and_what_waits_and_takes_nothing_more()
    {
        var worker = Create(workers: 1, capacity: 2);
        using var running = new ManualResetEventSlim();
        var first = worker.TryQueue(
            token =>
            {
                running.Set();
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
                return 1;
            },
            Testing);
        running.Wait(Testing);
        var second = worker.TryQueue(_ => 2, Testing);
        worker.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first!);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second!);
        Assert.Null(worker.TryQueue(_ => 3, Testing));
    }

    private static HomomorphicWorker Create(int workers, int capacity)
        => new(Options.Create(new BasedAIGrainsOptions { Workers = workers, WorkQueueCapacity = capacity }));
}
