using BasedAI.Protocol;
using Microsoft.Extensions.Logging;

namespace BasedAI.Grains;

/// <summary>
/// What miners and validators have in common: work is queued once per (job, attempt), watched from the grain's own turns while a thread
/// does it, and its outcome delivered until the job has it. Used on the grain's scheduler only.
/// </summary>
/// <param name="role">What to call the worker in logs.</param>
/// <param name="member">The grain's key.</param>
/// <param name="keepActive">Keeps the activation for at least that long.</param>
/// <param name="grains">Finds jobs.</param>
/// <param name="worker">The silo's threads.</param>
/// <param name="options">Periods.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The grain's log.</param>
internal sealed partial class WorkDesk(
    string role,
    string member,
    Action<TimeSpan> keepActive,
    IGrainFactory grains,
    HomomorphicWorker worker,
    BasedAIGrainsOptions options,
    TimeProvider time,
    ILogger logger)
{
    private const int DeliveryAttempts = 8;
    private static readonly TimeSpan FirstDeliveryPause = TimeSpan.FromMilliseconds(100);
    private readonly Dictionary<(Guid JobId, int Attempt), WorkTicket> _tickets = [];

    public int Count => _tickets.Count;

    public long Completed { get; private set; }

    public long Failed { get; private set; }

    /// <summary>Queues work unless it is there already, and sees it through. False where there is no room.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="attempt">Its attempt.</param>
    /// <param name="work">What a thread does.</param>
    /// <param name="deliver">Tells the job what came out; called until it succeeds or is refused.</param>
    /// <param name="reportsSteps">Whether the job is told each step, or only that somebody is at work.</param>
    public bool Begin<T>(
        Guid jobId,
        int attempt,
        Func<IProgress<WorkStep>, CancellationToken, T> work,
        Func<IJobGrain, T, Task> deliver,
        bool reportsSteps)
    {
        if (_tickets.ContainsKey((jobId, attempt)))
            return true;
        var ticket = new WorkTicket();
        var computing = worker.TryQueue(
            token =>
            {
                ticket.Start();
                return work(ticket, token);
            },
            ticket.Token);
        if (computing is null)
        {
            ticket.Dispose();
            return false;
        }

        _tickets.Add((jobId, attempt), ticket);
        SeeThrough(jobId, attempt, ticket, computing, deliver, reportsSteps).Ignore();
        return true;
    }

    /// <summary>Cancels one piece of work, if it is there.</summary>
    public void Stop(Guid jobId, int attempt)
    {
        if (_tickets.TryGetValue((jobId, attempt), out var ticket))
            ticket.Cancel();
    }

    /// <summary>Cancels everything: the activation goes away.</summary>
    public void StopAll()
    {
        foreach (var ticket in _tickets.Values)
            ticket.Cancel();
    }

    private async Task SeeThrough<T>(
        Guid jobId,
        int attempt,
        WorkTicket ticket,
        Task<T> computing,
        Func<IJobGrain, T, Task> deliver,
        bool reportsSteps)
    {
        var job = grains.GetGrain<IJobGrain>(jobId);
        try
        {
            await Watch(job, attempt, ticket, computing, reportsSteps);
            var outcome = await computing;
            Completed++;
            await Deliver(jobId, attempt, () => deliver(job, outcome));
        }
        catch (OperationCanceledException)
        {
            LogStopped(role, member, jobId, attempt);
        }
        catch (Exception exception)
        {
            Failed++;
            var failure = Describe(exception, jobId, attempt);
            await Deliver(jobId, attempt, () => job.FailWork(failure));
        }
        finally
        {
            _tickets.Remove((jobId, attempt));
            ticket.Dispose();
        }
    }

    /// <summary>
    /// Reports until the thread is done: steps at most once per period, and signs of life while the work waits for a thread or a thread
    /// reports the same step again, as it does while it loads keys and input. A thread that reports nothing at all is silent.
    /// </summary>
    private async Task Watch(IJobGrain job, int attempt, WorkTicket ticket, Task computing, bool reportsSteps)
    {
        var heartbeat = options.LeaseLength / 3;
        var sent = default(WorkStep);
        var heard = 0;
        var saidAt = time.GetTimestamp();
        while (!computing.IsCompleted)
        {
            keepActive(options.LeaseLength * 2);
            var waits = !ticket.Started.IsCompleted;
            await Pause(computing, waits ? ticket.Started : computing, waits || !reportsSteps ? heartbeat : options.ProgressPeriod);
            var (latest, reports) = (ticket.Latest, ticket.Reports);
            var isStill = waits && !ticket.Started.IsCompleted;
            var isStep = reportsSteps && !isStill && latest.Step > 0 && latest != sent;
            var isDue = isStill || !reportsSteps || time.GetElapsedTime(saidAt) >= heartbeat;
            if (computing.IsCompleted || !(isStep || (isDue && (isStill || reports != heard))))
                continue;
            (sent, heard, saidAt) = (isStep ? latest : sent, reports, time.GetTimestamp());
            if (!await IsWanted(job, attempt, isStep ? latest : default))
                ticket.Cancel();
        }

        if (reportsSteps && computing.IsCompletedSuccessfully && ticket.Latest != sent)
            await IsWanted(job, attempt, ticket.Latest);
    }

    private async Task Pause(Task first, Task second, TimeSpan longest)
    {
        using var timeout = new CancellationTokenSource();
        await Task.WhenAny(first, second, Task.Delay(longest, time, timeout.Token));
        await timeout.CancelAsync();
    }

    private async Task<bool> IsWanted(IJobGrain job, int attempt, WorkStep step)
    {
        try
        {
            return await job.ReportProgress(attempt, step.Step, step.StepCount);
        }
        catch (Exception exception)
        {
            // The job's silo may be gone for a moment; the work itself is still good.
            LogUnheard(exception, role, member, job.GetPrimaryKey(), attempt);
            return true;
        }
    }

    /// <summary>A call that timed out may have arrived or not; the attempt number makes it safe to say it again.</summary>
    private async Task Deliver(Guid jobId, int attempt, Func<Task> call)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await call();
                return;
            }
            catch (GrainFault fault) when (!fault.IsRetryable)
            {
                LogRefused(fault, role, member, jobId, attempt);
                return;
            }
            catch (Exception exception) when (tries < DeliveryAttempts)
            {
                LogUnheard(exception, role, member, jobId, attempt);
                await Task.Delay(FirstDeliveryPause * (1 << tries), time);
            }
            catch (Exception exception)
            {
                // The lease will run out and the job goes to another.
                LogUndelivered(exception, role, member, jobId, attempt);
                return;
            }
        }
    }

    private WorkFailure Describe(Exception exception, Guid jobId, int attempt)
    {
        if (exception is PlanEngineException known)
        {
            LogFailed(exception, role, member, jobId, attempt, known.Code, "none");
            return new WorkFailure(attempt, member, known.Code, known.Message, known.IsPermanent);
        }

        var reference = Guid.NewGuid().ToString("N")[..12];
        LogFailed(exception, role, member, jobId, attempt, ErrorCodes.Internal, reference);
        return new WorkFailure(
            attempt, member, ErrorCodes.Internal, $"the {role} failed; the node's log has reference {reference}", Permanent: false);
    }
}
