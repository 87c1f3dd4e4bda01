using BasedAI.Protocol;

namespace BasedAI.Grains;

/// <summary>A miner's result.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.WorkResult")]
public sealed record WorkResult(
    [property: Id(0)] int Attempt,
    [property: Id(1)] string Miner,
    [property: Id(2)] BlobRef Result,
    [property: Id(3)] double Milliseconds);

/// <summary>Work that could not be done. <paramref name="Permanent"/>: the request is at fault and another attempt would fail the same way.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.WorkFailure")]
public sealed record WorkFailure(
    [property: Id(0)] int Attempt,
    [property: Id(1)] string Worker,
    [property: Id(2)] string ErrorCode,
    [property: Id(3)] string Message,
    [property: Id(4)] bool Permanent);

/// <summary>A validator's finding: whether its own re-execution gave the same bytes.</summary>
[GenerateSerializer, Immutable, Alias("BasedAI.WorkVerdict")]
public sealed record WorkVerdict(
    [property: Id(0)] int Attempt,
    [property: Id(1)] string Validator,
    [property: Id(2)] bool Agrees,
    [property: Id(3)] double Milliseconds);
