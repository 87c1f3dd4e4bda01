using BasedAI.Grains;
using BasedAI.Protocol;

namespace BasedAI.Gateway;

/// <summary>A job between the API's words and the grains'.</summary>
internal static class JobMapping
{
    public static JobOrder ToOrder(JobRequest request) => new()
    {
        JobId = request.Id.Value,
        BrainId = request.Brain.Value,
        PlanId = request.PlanId,
        Input = request.Input,
        Keys = request.Keys,
        Validators = request.Validators,
        DeadlineSeconds = request.DeadlineSeconds,
    };

    public static JobStatus ToStatus(JobSnapshot snapshot) => new()
    {
        Id = new JobId(snapshot.JobId),
        Brain = new BrainId(snapshot.BrainId),
        PlanId = snapshot.PlanId,
        Phase = snapshot.Phase,
        Version = snapshot.Version,
        Attempt = snapshot.Attempt,
        Miner = snapshot.Miner,
        Step = snapshot.Step,
        StepCount = snapshot.StepCount,
        Verdicts = [.. snapshot.Verdicts.Select(v => new JobVerdict(v.Validator, v.Agrees, v.Milliseconds))],
        Result = snapshot.Result,
        Error = snapshot.ErrorCode is { } code ? new ApiError(code, snapshot.ErrorMessage ?? code) : null,
        EvaluateMilliseconds = snapshot.EvaluateMilliseconds,
        VerifyMilliseconds = snapshot.VerifyMilliseconds,
        SubmittedAt = snapshot.SubmittedAt,
        EndedAt = snapshot.EndedAt,
    };
}
