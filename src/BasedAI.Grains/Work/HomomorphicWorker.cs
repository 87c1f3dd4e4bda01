using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace BasedAI.Grains;

/// <summary>
/// The threads of a silo on which plans are executed. A grain turn never computes: it queues the work here and awaits it. Both the number
/// of threads and the queue are bounded; a full queue refuses. On stop, what waits is cancelled and what runs is asked to stop between two
/// steps.
/// </summary>
public sealed class HomomorphicWorker : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private readonly BlockingCollection<WorkItem> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stoppingToken;
    private readonly Thread[] _threads;
    private int _running;
    private int _stopped;

    /// <summary>Creates and starts the threads.</summary>
    public HomomorphicWorker(IOptions<BasedAIGrainsOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _queue = new BlockingCollection<WorkItem>(new ConcurrentQueue<WorkItem>(), options.Value.WorkQueueCapacity);
        _stoppingToken = _stopping.Token;
        _threads = new Thread[options.Value.Workers];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"homomorphic-{i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Work that waits for a thread.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Work that runs.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Queues work; null where the queue is full or the worker has stopped.</summary>
    /// <param name="work">What to run on one of the threads; its token is cancelled by the caller's and when the silo stops.</param>
    /// <param name="cancellationToken">Cancels the work, also while it waits.</param>
    public Task<T>? TryQueue<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var item = new WorkItem<T>(work, cancellationToken, _stoppingToken);
        try
        {
            return _queue.TryAdd(item) ? item.Task : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Stopped: adding is over.
        }
    }

    /// <summary>Stops after the grains have gone.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        lifecycle.Subscribe(
            nameof(HomomorphicWorker),
            ServiceLifecycleStage.ApplicationServices,
            static _ => Task.CompletedTask,
            _ =>
            {
                Stop();
                return Task.CompletedTask;
            });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        if (_threads.All(thread => !thread.IsAlive))
        {
            _queue.Dispose();
            _stopping.Dispose();
        }
    }

    private void Stop()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        _queue.CompleteAdding();
        _stopping.Cancel();
        var until = Environment.TickCount64 + (long)StopPatience.TotalMilliseconds;
        foreach (var thread in _threads)
            thread.Join((int)Math.Max(0, until - Environment.TickCount64));
    }

    private void Work()
    {
        foreach (var item in _queue.GetConsumingEnumerable())
        {
            Interlocked.Increment(ref _running);
            item.Execute();
            Interlocked.Decrement(ref _running);
        }
    }
}
