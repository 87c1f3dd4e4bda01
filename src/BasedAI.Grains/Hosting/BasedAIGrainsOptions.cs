using BasedAI.Storage;

namespace BasedAI.Grains;

/// <summary>How a silo's grains work. Checked at start.</summary>
public sealed record BasedAIGrainsOptions
{
    /// <summary>Threads that execute plans on this silo, 1 … 1024. Default: the number of processors.</summary>
    public int Workers { get; set; } = Environment.ProcessorCount;

    /// <summary>Work that may wait for a thread before the silo answers that it is busy, 1 … 65,536. Default: 256.</summary>
    public int WorkQueueCapacity { get; set; } = 256;

    /// <summary>Jobs a Brain has in flight before it answers <c>busy</c>, 1 … 4096. Default: 1024.</summary>
    public int MaxJobsInFlight { get; set; } = 1024;

    /// <summary>How long a miner or validator may be silent before its work goes to another, 100 ms … 1 h. Default: 30 s.</summary>
    public TimeSpan LeaseLength { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an active job looks at its lease and deadline, 10 ms … 1 min. Default: 1 s.</summary>
    public TimeSpan JobPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Least time between two progress reports of one piece of work, 1 ms … 10 s. Default: 50 ms.</summary>
    public TimeSpan ProgressPeriod { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How often a Brain's reminder wakes its jobs in flight, at least Orleans' <c>ReminderOptions.MinimumReminderPeriod</c>. Default: 1
    /// min.
    /// </summary>
    public TimeSpan ReconcilePeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest blob a job may refer to, in bytes. Default: 1 GiB.</summary>
    public long MaxBlobBytes { get; set; } = FileBlobStore.DefaultMaxBlobBytes;

    /// <summary>Memory for plans and their encoded operands kept ready, in bytes (estimated). Default: 512 MiB.</summary>
    public long PlanCacheBytes { get; set; } = 512L << 20;

    /// <summary>
    /// Memory for users' evaluation keys kept ready, in bytes (estimated as four times their serialised form). Default: 768 MiB.
    /// </summary>
    public long KeyCacheBytes { get; set; } = 768L << 20;

    /// <summary>Why these options cannot be right, or null where they can.</summary>
    public string? Problem()
        => Outside(Workers, 1, 1024, nameof(Workers))
            ?? Outside(WorkQueueCapacity, 1, 65_536, nameof(WorkQueueCapacity))
            ?? Outside(MaxJobsInFlight, 1, 4096, nameof(MaxJobsInFlight))
            ?? Outside(LeaseLength, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), nameof(LeaseLength))
            ?? Outside(JobPeriod, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), nameof(JobPeriod))
            ?? Outside(ProgressPeriod, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10), nameof(ProgressPeriod))
            ?? Outside(ReconcilePeriod, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(ReconcilePeriod))
            ?? Outside(MaxBlobBytes, 1, long.MaxValue, nameof(MaxBlobBytes))
            ?? Outside(PlanCacheBytes, 0, long.MaxValue, nameof(PlanCacheBytes))
            ?? Outside(KeyCacheBytes, 0, long.MaxValue, nameof(KeyCacheBytes));

    private static string? Outside<T>(T value, T least, T most, string name)
        where T : IComparable<T>
        => value.CompareTo(least) < 0 || value.CompareTo(most) > 0
            ? $"{nameof(BasedAIGrainsOptions)}.{name} is {value}; it must be {least} … {most}."
            : null;
}
