using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>A lease on a job: compute <paramref name="Input"/> under <paramref name="Plan"/> before <paramref name="LeaseUntil"/>.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.WorkOrder")]
public sealed record WorkOrder(
    [property: Id(0)] Guid JobId,
    [property: Id(1)] int Attempt,
    [property: Id(2)] BlobRef Plan,
    [property: Id(3)] BlobRef Input,
    [property: Id(4)] BlobRef Keys,
    [property: Id(5)] DateTimeOffset LeaseUntil);

/// <summary>A check of an attempt's result.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.VerificationOrder")]
public sealed record VerificationOrder(
    [property: Id(0)] Guid JobId,
    [property: Id(1)] int Attempt,
    [property: Id(2)] BlobRef Plan,
    [property: Id(3)] BlobRef Input,
    [property: Id(4)] BlobRef Keys,
    [property: Id(5)] BlobRef Result,
    [property: Id(6)] DateTimeOffset LeaseUntil);

/// <summary>What a miner or validator is doing.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.WorkerStatus")]
public sealed record WorkerStatus(
    [property: Id(0)] string MemberId,
    [property: Id(1)] int Running,
    [property: Id(2)] long Completed,
    [property: Id(3)] long Failed,
    [property: Id(4)] string Silo);
