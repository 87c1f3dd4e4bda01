using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BasedAI.Grains;

/// <summary>The meter <c>BasedAI</c>. Names persist: dashboards and alerts use them.</summary>
public sealed class GrainsInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "BasedAI";

    private readonly Meter _meter;
    private readonly Histogram<double> _jobDuration;
    private readonly Counter<long> _jobsEnded;
    private readonly Histogram<double> _workDuration;
    private readonly Counter<long> _workFailed;

    /// <summary>Creates the instruments.</summary>
    public GrainsInstruments(IMeterFactory meters, HomomorphicWorker worker)
    {
        ArgumentNullException.ThrowIfNull(meters);
        ArgumentNullException.ThrowIfNull(worker);
        _meter = meters.Create(MeterName);
        _jobDuration = _meter.CreateHistogram<double>("basedai.job.duration", "s", "From admission to the end of a job.");
        _jobsEnded = _meter.CreateCounter<long>("basedai.job.ended", "{job}", "Jobs that ended, by phase and error.");
        _workDuration = _meter.CreateHistogram<double>("basedai.work.duration", "s", "Execution of one plan, by role.");
        _workFailed = _meter.CreateCounter<long>("basedai.work.failed", "{execution}", "Executions that failed, by role and error.");
        _meter.CreateObservableGauge("basedai.work.waiting", () => worker.Waiting, "{execution}", "Executions that wait for a thread.");
        _meter.CreateObservableGauge("basedai.work.running", () => worker.Running, "{execution}", "Executions that run.");
    }

    /// <summary>A job ended.</summary>
    public void JobEnded(JobState job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var tags = new TagList { { "phase", job.Phase.ToString() }, { "error", job.ErrorCode ?? "none" } };
        _jobsEnded.Add(1, tags);
        if (job.EndedAt is { } ended)
            _jobDuration.Record((ended - job.SubmittedAt).TotalSeconds, tags);
    }

    /// <summary>A plan was executed.</summary>
    public void WorkDone(string role, TimeSpan elapsed)
        => _workDuration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("role", role));

    /// <summary>An execution failed.</summary>
    public void WorkFailed(string role, string errorCode) => _workFailed.Add(1, new TagList { { "role", role }, { "error", errorCode } });

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
