namespace BasedAI.Grains;

/// <summary>What lies in storage for a Brain besides its register and its jobs.</summary>
[GenerateSerializer, Alias("BasedAI.BrainRecord")]
public sealed class BrainRecord
{
    /// <summary>Its name; null where it was never opened.</summary>
    [Id(0)] public string? Name { get; set; }

    /// <summary>The model it serves.</summary>
    [Id(1)] public ModelRelease? Release { get; set; }
}

/// <summary>A Brain's jobs, apart from the rest since they change with every job.</summary>
[GenerateSerializer, Alias("BasedAI.BrainJobs")]
public sealed class BrainJobs
{
    /// <summary>Admitted and not ended, in the order they came.</summary>
    [Id(0)] public Guid[] InFlight { get; set; } = [];

    /// <summary>Completed since the Brain was opened.</summary>
    [Id(1)] public long Completed { get; set; }
}

/// <summary>Up to <see cref="MemberRegister.ShardSize"/> members of one role, in the order they joined.</summary>
[GenerateSerializer, Alias("BasedAI.MemberShard")]
public sealed class MemberShard
{
    /// <summary>Their ids.</summary>
    [Id(0)] public string[] Members { get; set; } = [];
}
