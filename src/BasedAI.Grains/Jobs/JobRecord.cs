namespace BasedAI.Grains;

/// <summary>What lies in storage for a job grain: nothing until it is started.</summary>
[GenerateSerializer, Alias("BasedAI.JobRecord")]
public sealed class JobRecord
{
    /// <summary>The job, or null where it was never started.</summary>
    [Id(0)] public JobState? Job { get; set; }
}
