namespace BasedAI.Grains;

/// <summary>Something for a worker thread to do.</summary>
internal abstract class WorkItem
{
    /// <summary>Runs it; never throws.</summary>
    public abstract void Execute();
}

/// <summary>Work with a result.</summary>
internal sealed class WorkItem<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken, CancellationToken stopping)
    : WorkItem
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _completion.Task;

    public override void Execute()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            _completion.TrySetResult(work(either.Token));
        }
        catch (OperationCanceledException exception) when (either.IsCancellationRequested)
        {
            _completion.TrySetCanceled(exception.CancellationToken);
        }
        catch (Exception exception)
        {
            // Whatever the work threw belongs to whoever awaits it; the thread goes on.
            _completion.TrySetException(exception);
        }
    }
}
