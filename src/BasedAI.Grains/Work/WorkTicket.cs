namespace BasedAI.Grains;

/// <summary>
/// One piece of work of a miner or validator, seen from both sides: the thread reports steps into it, the grain reads them.
/// </summary>
internal sealed class WorkTicket : IProgress<WorkStep>, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _latest;
    private int _reports;

    /// <summary>Completes when a thread takes the work up.</summary>
    public Task Started => _started.Task;

    /// <summary>Cancelled when nobody wants the work any more.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>The latest step reported.</summary>
    public WorkStep Latest
    {
        get
        {
            var packed = Interlocked.Read(ref _latest);
            return new WorkStep((int)(packed >> 32), (int)packed);
        }
    }

    /// <summary>Reports there were, those that say nothing new included: the thread is alive.</summary>
    public int Reports => Volatile.Read(ref _reports);

    public void Report(WorkStep value)
    {
        Interlocked.Exchange(ref _latest, ((long)value.Step << 32) | (uint)value.StepCount);
        Interlocked.Increment(ref _reports);
    }

    public void Start() => _started.TrySetResult();

    public void Cancel() => _cancellation.Cancel();

    public void Dispose() => _cancellation.Dispose();
}
